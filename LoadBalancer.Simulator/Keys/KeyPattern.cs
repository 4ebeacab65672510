using System.Globalization;
using LoadBalancer.Simulator.CommandLine;

namespace LoadBalancer.Simulator.Keys;

/// <summary>Parses the key patterns of <c>--key</c>.</summary>
internal static class KeyPattern
{
    public const string Forms = "unique, zipf:S:N with S from 0 to 10 and N from 1 to 1000000, fixed:KEY, or file:PATH";

    private const int MostKeys = 1_000_000;
    private const double GreatestExponent = 10;
    private const int LongestKey = 4_096;

    /// <exception cref="FormatException">The pattern is invalid; the message is one line for the user.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IKeySequence Parse(string pattern, int seed)
    {
        var separator = pattern.IndexOf(':', StringComparison.Ordinal);
        var (kind, rest) = separator < 0 ? (pattern, "") : (pattern[..separator], pattern[(separator + 1)..]);
        return kind switch
        {
            "unique" when separator < 0 => new UniqueKeys(seed),
            "zipf" when TryParseZipf(rest, out var distribution) => new ZipfKeys(distribution, seed),
            "fixed" when IsField(rest) => new FixedKeys([rest]),
            "file" when rest.Length > 0 => new FixedKeys(Read(rest)),
            _ => throw new FormatException($"The key pattern '{pattern}' is not allowed: --key must be {Forms}."),
        };
    }

    public static bool TryParseZipf(string text, out ZipfDistribution distribution)
    {
        var parts = text.Split(':');
        if (parts.Length == 2
            && double.TryParse(parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var exponent)
            && exponent <= GreatestExponent
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ranks) && ranks is >= 1 and <= MostKeys)
        {
            distribution = new(exponent, ranks);
            return true;
        }

        distribution = null!;
        return false;
    }

    private static List<string> Read(string path)
    {
        using var file = new StreamReader(InputFile.Open("--key file:PATH", path));
        var keys = new List<string>();
        while (file.ReadLine() is { } line)
        {
            if (line.Length == 0)
            {
                continue;
            }

            if (!IsField(line) || keys.Count == MostKeys)
            {
                throw new FormatException(
                    $"The file '{path}' is not allowed for --key: it must contain at most {MostKeys} keys, one per line, in visible "
                    + $"ASCII, of at most {LongestKey} characters each.");
            }

            keys.Add(line);
        }

        return keys.Count > 0 ? keys : throw new FormatException($"--key file:PATH: the file '{path}' contains no keys.");
    }

    /// <summary>Returns whether a text is allowed as a key. Keys are sent in a header field, so they must be visible ASCII.</summary>
    private static bool IsField(string text) =>
        text.Length is > 0 and <= LongestKey && !text.AsSpan().ContainsAnyExceptInRange(' ', '~') && text[0] != ' ' && text[^1] != ' ';
}
