using System.Text.RegularExpressions;

namespace LoadBalancer.Presentation.Charting.Styles;

/// <summary>The embedded style sheets of the dashboard.</summary>
internal static partial class StyleFile
{
    /// <summary>Returns a sheet without its comments.</summary>
    public static string Read(string name)
    {
        using var file = typeof(StyleFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The embedded style sheet {name} is missing.");
        using var reader = new StreamReader(file);
        return Comment().Replace(reader.ReadToEnd(), "").ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"/\*.*?\*/\s*", RegexOptions.Singleline, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Comment();
}
