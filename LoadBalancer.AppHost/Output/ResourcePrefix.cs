using System.Collections.Concurrent;

namespace LoadBalancer.AppHost.Output;

/// <summary>The prefix of a resource's output lines: its name, padded so that the lines align, in its own color on a terminal.</summary>
internal sealed class ResourcePrefix
{
    private const string Reset = "\e[0m";

    // Red is for errors.
    private static readonly string[] Colours =
    [
        "\e[36m", "\e[33m", "\e[32m", "\e[35m", "\e[34m", "\e[96m", "\e[93m", "\e[92m", "\e[95m", "\e[94m",
    ];

    private readonly ConcurrentDictionary<string, string> _colours = new(StringComparer.Ordinal);
    private readonly int _width;
    private readonly bool _coloured;

    /// <param name="names">The names of the resources, which take the colors in turn; later ones follow.</param>
    /// <param name="coloured">Whether names have colors.</param>
    public ResourcePrefix(IEnumerable<string> names, bool coloured)
    {
        _coloured = coloured;
        foreach (var name in names)
        {
            _width = Math.Max(_width, name.Length);
            ColourOf(name);
        }
    }

    public static ResourcePrefix For(IEnumerable<string> names) => new(names, coloured: IsTerminal);

    private static bool IsTerminal =>
        !Console.IsOutputRedirected && !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public string Apply(string name, string line)
    {
        var padded = name.PadRight(_width);

        return _coloured ? $"{ColourOf(name)}{padded} |{Reset} {line}" : $"{padded} | {line}";
    }

    private string ColourOf(string name) => _colours.GetOrAdd(name, _ => Colours[_colours.Count % Colours.Length]);
}
