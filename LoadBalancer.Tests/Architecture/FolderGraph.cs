using Mono.Cecil;
using Mono.Cecil.Rocks;

namespace LoadBalancer.Tests.Architecture;

/// <summary>Which folders of a project use which, by the namespaces of their types.</summary>
internal sealed class FolderGraph
{
    private readonly Dictionary<string, SortedSet<string>> _uses = new(StringComparer.Ordinal);

    /// <param name="assembly">The project's assembly.</param>
    /// <param name="rootNamespace">The project's namespace; the folders are the next part of the namespaces below it.</param>
    public FolderGraph(string assembly, string rootNamespace)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        foreach (var type in module.GetAllTypes())
        {
            if (FolderOf(type, rootNamespace) is not { } folder)
            {
                continue;
            }

            var uses = _uses.TryGetValue(folder, out var known) ? known : _uses[folder] = new(StringComparer.Ordinal);
            uses.UnionWith(TypeReferences.Of(type)
                .OfType<TypeDefinition>()
                .Select(used => FolderOf(used, rootNamespace))
                .OfType<string>()
                .Where(used => !string.Equals(used, folder, StringComparison.Ordinal)));
        }
    }

    public IEnumerable<string> Folders => _uses.Keys;

    /// <summary>Sets of folders of which each reaches each other one, the names in order. O(folders²) walks, which is little.</summary>
    public IEnumerable<string[]> Cycles()
    {
        var reached = _uses.Keys.ToDictionary(folder => folder, ReachedFrom, StringComparer.Ordinal);
        return _uses.Keys
            .Where(folder => reached[folder].Contains(folder))
            .Select(folder => reached[folder].Where(other => reached[other].Contains(folder)).Order(StringComparer.Ordinal).ToArray())
            .DistinctBy(cycle => string.Join(' ', cycle), StringComparer.Ordinal)
            .OrderBy(cycle => cycle[0], StringComparer.Ordinal);
    }

    private HashSet<string> ReachedFrom(string folder)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var ahead = new Queue<string>(_uses[folder]);
        while (ahead.TryDequeue(out var next))
        {
            if (reached.Add(next))
            {
                foreach (var further in _uses.GetValueOrDefault(next, []))
                {
                    ahead.Enqueue(further);
                }
            }
        }

        return reached;
    }

    /// <returns>
    /// <see langword="null"/> for what the project did not write itself, and for the project's root, which composes the folders.
    /// </returns>
    private static string? FolderOf(TypeReference type, string rootNamespace)
    {
        var outermost = type;
        while (outermost.DeclaringType is { } declaring)
        {
            outermost = declaring;
        }

        return outermost.Namespace.StartsWith($"{rootNamespace}.", StringComparison.Ordinal)
            ? outermost.Namespace[(rootNamespace.Length + 1)..].Split('.')[0]
            : null;
    }
}
