namespace LoadBalancer.AppHost.Output;

/// <summary>The prefix of a resource's output lines: its name, padded so that the lines align, in its own color on a terminal.</summary>
internal sealed class ResourcePrefix(int width, bool coloured)
{
    private const string Reset = "\e[0m";
    private static readonly string[] Colours =
    [
        "\e[36m", "\e[32m", "\e[33m", "\e[35m", "\e[34m", "\e[96m", "\e[92m", "\e[93m", "\e[95m", "\e[94m",
    ];

    public static ResourcePrefix For(IEnumerable<string> names) => new(names.Max(name => name.Length), coloured: IsTerminal);

    private static bool IsTerminal =>
        !Console.IsOutputRedirected && !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public string Apply(string name, string line)
    {
        var padded = name.PadRight(width);

        return coloured ? $"{ColourOf(name)}{padded} |{Reset} {line}" : $"{padded} | {line}";
    }

    // The names of neighboring resources differ only in their last characters; the sum of all characters gives them adjacent colors.
    private static string ColourOf(string name) => Colours[name.Sum(character => character) % Colours.Length];
}
