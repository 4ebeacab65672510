using Mono.Cecil;
using Mono.Cecil.Rocks;

namespace LoadBalancer.Tests.Architecture;

/// <summary>The dependencies between the folders of a project, derived from the namespaces of its types.</summary>
internal sealed class FolderGraph
{
    private readonly Dictionary<string, SortedSet<string>> _uses = new(StringComparer.Ordinal);

    /// <summary>Reads the dependencies from an assembly.</summary>
    /// <param name="assembly">The path of the project's assembly.</param>
    /// <param name="rootNamespace">The root namespace of the project; the next part of a namespace below it is the folder.</param>
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

    /// <summary>
    /// Returns the sets of folders that all reach each other, with sorted names. It walks the graph O(folders²) times, which is cheap.
    /// </summary>
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

    /// <returns>The folder, or <see langword="null"/> for types outside the project and for its root, which composes the folders.</returns>
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
