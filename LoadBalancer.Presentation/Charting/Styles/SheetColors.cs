using System.Globalization;
using System.Text;

namespace LoadBalancer.Presentation.Charting.Styles;

/// <summary>The colors of one SVG file: the light ones for attributes, and the dark ones as classes of a style sheet.</summary>
internal sealed class SheetColors
{
    private readonly DrawingStyles _light = new(Theme.Light);
    private readonly DrawingStyles _dark = new(Theme.Dark);
    private readonly Dictionary<string, (ShapeStyle Style, string Class)> _styles = new(StringComparer.Ordinal);
    private readonly List<DarkColor> _colors = [];

    /// <summary>Returns the light style of a shape, and the attribute that gives it its dark colors.</summary>
    /// <param name="classes">The classes of the shape, separated by spaces.</param>
    public (ShapeStyle Style, string Class) Of(string classes)
    {
        if (!_styles.TryGetValue(classes, out var known))
        {
            var dark = _dark.Of(classes);
            _styles[classes] = known = (_light.Of(classes), ClassOf(new(dark.Fill, dark.Stroke)));
        }

        return known;
    }

    /// <summary>Returns the attribute of a class with dark colors.</summary>
    public string ClassOf(DarkColor color)
    {
        var index = _colors.IndexOf(color);
        if (index < 0)
        {
            index = _colors.Count;
            _colors.Add(color);
        }

        return string.Create(CultureInfo.InvariantCulture, $" class=\"d{index}\"");
    }

    /// <summary>Returns the style sheet with all classes.</summary>
    public string WriteSheet()
    {
        var sheet = new StringBuilder("<style>@media screen and (prefers-color-scheme: dark) {");
        foreach (var (index, color) in _colors.Index())
        {
            sheet.Append(CultureInfo.InvariantCulture, $" .d{index} {{")
                .Append(color.Fill is { } fill ? $" fill: {fill};" : "")
                .Append(color.Stroke is { } stroke ? $" stroke: {stroke};" : "")
                .Append(" }");
        }

        return sheet.Append(" }</style>\n").ToString();
    }
}
