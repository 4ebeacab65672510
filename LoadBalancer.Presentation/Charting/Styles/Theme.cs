using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace LoadBalancer.Presentation.Charting.Styles;

/// <summary>The colors and sizes of the dashboard, as its <c>tokens.css</c> defines them.</summary>
internal sealed partial class Theme
{
    private static readonly string File = StyleFile.Read("tokens.css");

    /// <summary>The light theme, which is that of paper and of pictures.</summary>
    public static readonly Theme Light = new(BlockOf(":root {"), []);

    /// <summary>The dark theme: the tokens that differ from the light one, and the others.</summary>
    public static readonly Theme Dark = new(BlockOf(":root[data-theme=\"dark\"] {"), Light.Tokens);

    private readonly string _declarations;

    private Theme(string block, IEnumerable<KeyValuePair<string, string>> defaults)
    {
        _declarations = block.Trim();
        var tokens = new Dictionary<string, string>(defaults, StringComparer.Ordinal);
        foreach (Match token in Declaration().Matches(block))
        {
            tokens[token.Groups["name"].Value] = token.Groups["value"].Value.Trim();
        }

        Tokens = tokens.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The value of each token, such as that of <c>--accent</c>.</summary>
    public IReadOnlyDictionary<string, string> Tokens { get; }

    /// <summary>
    /// Returns the sheet of a page without a script: light on paper, and on a screen light or dark as the viewer's system is.
    /// </summary>
    public static string WriteSheet() => $$"""
        :root { {{Light._declarations}} }
        @media screen and (prefers-color-scheme: dark) { :root { {{Dark._declarations}} } }

        """;

    private static string BlockOf(string opening)
    {
        var from = File.IndexOf(opening, StringComparison.Ordinal) + opening.Length;
        return File[from..File.IndexOf('}', from)];
    }

    [GeneratedRegex(@"(?<name>--[\w-]+):\s*(?<value>[^;]+);", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Declaration();
}
