using System.Globalization;
using System.Text;
using LoadBalancer.Presentation.Charting.Drawing;

namespace LoadBalancer.Presentation.Charting.Styles;

/// <summary>
/// Writes a sheet as an SVG file with its own colors, for any viewer: light on paper, and on a screen light or dark as the viewer's system
/// is. A viewer that knows no style sheets shows the light colors, which are attributes. Everything from data is text; there is no script.
/// </summary>
internal static class SheetSvg
{
    /// <summary>The fonts; the first one that the viewer has is used.</summary>
    public const string Fonts = "Inter, Helvetica, Arial, sans-serif";

    public static string Write(Sheet sheet)
    {
        var (svg, styles) = (new StringBuilder(16_384), new SheetColors());
        var background = styles.ClassOf(new(Theme.Dark.Tokens["--surface"], Stroke: null));
        svg.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" ")
            .Append(CultureInfo.InvariantCulture, $"width=\"{Sheet.Width}\" height=\"{sheet.Height}\" ")
            .Append(CultureInfo.InvariantCulture, $"viewBox=\"0 0 {Sheet.Width} {sheet.Height}\" font-family=\"{Fonts}\">\n");
        var head = svg.Length;
        svg.Append(CultureInfo.InvariantCulture, $"<rect{background} width=\"100%\" height=\"100%\" ")
            .Append(CultureInfo.InvariantCulture, $"fill=\"{Theme.Light.Tokens["--surface"]}\"/>\n");
        foreach (var (top, picture) in sheet.Pictures)
        {
            var place = PicturePlace.On(picture, top);
            foreach (var shape in picture.Shapes)
            {
                var (style, dark) = styles.Of(shape.Class);
                Append(svg, shape, place, style, dark);
            }
        }

        svg.Insert(head, styles.WriteSheet());
        return svg.Append("</svg>\n").ToString();
    }

    private static void Append(StringBuilder svg, Shape shape, PicturePlace place, ShapeStyle style, string dark) => _ = shape switch
    {
        LineShape line => svg.Append("<line").Append(dark).Append(Attributes(style, "x1", place.X(line.X1), "y1", place.Y(line.Y1)))
            .Append(Attributes("x2", place.X(line.X2), "y2", place.Y(line.Y2))).Append("/>\n"),
        RectShape rect => svg.Append("<rect").Append(dark).Append(Attributes(style, "x", place.X(rect.X), "y", place.Y(rect.Y)))
            .Append(Attributes("width", rect.Width * place.Width, "height", rect.Height)).Append("/>\n"),
        PathShape path => svg.Append("<path").Append(dark).Append(Attributes(style))
            .Append(CultureInfo.InvariantCulture, $" d=\"{place.PathOf(path)}\"/>\n"),
        TextShape text => svg.Append("<text").Append(dark)
            .Append(Attributes(style, "x", place.X(text.X) + text.Offset, "y", place.Y(text.Y)))
            .Append(Attributes("font-size", style.FontSize))
            .Append(style.IsBold ? " font-weight=\"600\"" : "")
            .Append(text.Anchor switch
            {
                TextAnchor.Middle => " text-anchor=\"middle\"",
                TextAnchor.End => " text-anchor=\"end\"",
                _ => "",
            })
            .Append('>').Append(XmlText.Escape(text.Text)).Append("</text>\n"),
        _ => throw new InvalidOperationException($"{shape.GetType().Name} cannot be written."),
    };

    private static string Attributes(ShapeStyle style, params ReadOnlySpan<object> more)
    {
        var attributes = new StringBuilder($" fill=\"{style.Fill ?? "none"}\"");
        if (style.Stroke is { } stroke)
        {
            attributes.Append(CultureInfo.InvariantCulture, $" stroke=\"{stroke}\" stroke-width=\"{style.StrokeWidth}\"");
            attributes.Append(style.Dashes.Count == 0 ? "" : $" stroke-dasharray=\"{string.Join(' ', style.Dashes)}\"");
        }

        return attributes.Append(style.IsCrisp ? " shape-rendering=\"crispEdges\"" : "").Append(Attributes(more)).ToString();
    }

    private static string Attributes(params ReadOnlySpan<object> pairs)
    {
        var attributes = new StringBuilder();
        for (var i = 0; i < pairs.Length; i += 2)
        {
            attributes.Append(CultureInfo.InvariantCulture, $" {pairs[i]}=\"{pairs[i + 1]:0.##}\"");
        }

        return attributes.ToString();
    }
}
