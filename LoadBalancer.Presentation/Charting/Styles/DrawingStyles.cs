using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace LoadBalancer.Presentation.Charting.Styles;

/// <summary>
/// The styles of shapes, as the dashboard's <c>drawing.css</c> defines them, for files that have no style sheet. A rule applies to shapes
/// that have all of its classes; of two rules with the same property, the later one wins.
/// </summary>
internal sealed partial class DrawingStyles(Theme theme)
{
    private const RegexOptions Options = RegexOptions.Multiline | RegexOptions.ExplicitCapture;

    /// <summary>The sheet itself, for pages.</summary>
    public static readonly string Sheet = StyleFile.Read("drawing.css");

    private static readonly (ImmutableArray<string> Classes, ImmutableArray<(string Name, string Value)> Declarations)[] Rules =
        [.. Rule().Matches(Sheet).Select(rule => (ClassesOf(rule.Groups["classes"].Value), DeclarationsOf(rule.Groups["block"].Value)))];

    /// <summary>Whether a class has a rule.</summary>
    public static bool Has(string name) => Rules.Any(rule => rule.Classes.Contains(name));

    /// <summary>Returns the style of a shape.</summary>
    /// <param name="classes">Its classes, separated by spaces.</param>
    public ShapeStyle Of(string classes)
    {
        var names = classes.Split(' ');
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Rules.Where(rule => rule.Classes.All(names.Contains)).SelectMany(rule => rule.Declarations))
        {
            found[name] = value;
        }

        return new(
            ColorOf(found.GetValueOrDefault("fill", "none"), found),
            ColorOf(found.GetValueOrDefault("stroke", "none"), found),
            NumberOf(found.GetValueOrDefault("stroke-width", "1")),
            found.TryGetValue("stroke-dasharray", out var dashes) ? [.. dashes.Split(' ').Select(NumberOf)] : [],
            NumberOf(found.GetValueOrDefault("font-size", "12px")),
            string.Equals(found.GetValueOrDefault("font-weight"), "600", StringComparison.Ordinal),
            found.ContainsKey("shape-rendering"));
    }

    private string? ColorOf(string value, Dictionary<string, string> found)
    {
        while (Variable().Match(value) is { Success: true } variable)
        {
            var name = variable.Groups["name"].Value;
            value = found.TryGetValue(name, out var own) ? own : theme.Tokens[name];
        }

        return value == "none" ? null : value;
    }

    private static double NumberOf(string text) =>
        double.Parse(text.Replace("px", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private static ImmutableArray<string> ClassesOf(string selector) => [.. selector.Split('.', StringSplitOptions.RemoveEmptyEntries)];

    private static ImmutableArray<(string Name, string Value)> DeclarationsOf(string block) =>
    [
        .. block.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(one => one.Split(':', 2, StringSplitOptions.TrimEntries))
            .Select(one => (one[0], one[1])),
    ];

    [GeneratedRegex(@"^(\.chart )?(?<classes>\.[\w.-]+) \{ (?<block>[^}]*)\}", Options, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Rule();

    [GeneratedRegex(@"^var\((?<name>--[\w-]+)\)$", Options, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Variable();
}
