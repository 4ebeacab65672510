using System.Globalization;
using System.Text;

namespace LoadBalancer.Presentation.Charting.Drawing;

/// <summary>
/// Writes pictures as SVG that is as wide as the page: the plot is stretched, while texts and the width of lines keep their size.
/// Everything from data is text; there is neither a style nor a script.
/// </summary>
internal static class FluidSvg
{
    /// <summary>The width of a path in its own units, before it is stretched.</summary>
    private const int Width = 1_000;

    /// <summary>The height of a path in its own units, before it is stretched.</summary>
    private const int Height = 100;

    /// <param name="picture">The picture.</param>
    /// <param name="name">The classes of the picture, beside that of all pictures.</param>
    public static string Write(Picture picture, string name = "")
    {
        var svg = new StringBuilder(4_096)
            .Append("<svg class=\"").Append($"chart {name}".TrimEnd())
            .Append(CultureInfo.InvariantCulture, $"\" width=\"100%\" height=\"{picture.Height}\" ")
            .Append(picture.Label is { } label ? $"role=\"img\" aria-label=\"{XmlText.Escape(label)}\">" : "aria-hidden=\"true\">")
            .Append(CultureInfo.InvariantCulture, $"<svg x=\"{picture.Left}\" y=\"0\" ")
            .Append(CultureInfo.InvariantCulture, $"width=\"calc(100% - {picture.Left + picture.Right}px)\" height=\"100%\" ")
            .Append("overflow=\"visible\">");
        PathShape? open = null;
        foreach (var shape in picture.Shapes)
        {
            var path = shape as PathShape;
            if (open is not null && (path is null || (path.Top, path.Height) != (open.Top, open.Height)))
            {
                svg.Append("</svg>");
                open = null;
            }

            if (path is not null && open is null)
            {
                open = path;
                svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"plot\" x=\"0\" y=\"{path.Top}\" width=\"100%\" ")
                    .Append(CultureInfo.InvariantCulture, $"height=\"{path.Height}\" ")
                    .Append(CultureInfo.InvariantCulture, $"viewBox=\"0 0 {Width} {Height}\" preserveAspectRatio=\"none\">");
            }

            Append(svg, shape);
        }

        return svg.Append(open is null ? "" : "</svg>").Append("</svg></svg>").ToString();
    }

    private static void Append(StringBuilder svg, Shape shape) => _ = shape switch
    {
        LineShape line => svg.Append(CultureInfo.InvariantCulture, $"<line class=\"{line.Class}\" x1=\"{Percent(line.X1)}\" ")
            .Append(CultureInfo.InvariantCulture, $"y1=\"{line.Y1:0.##}\" x2=\"{Percent(line.X2)}\" y2=\"{line.Y2:0.##}\"/>"),
        RectShape rect => svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{rect.Class}\" x=\"{Percent(rect.X)}\" ")
            .Append(CultureInfo.InvariantCulture, $"y=\"{rect.Y:0.##}\" width=\"{Percent(rect.Width)}\" height=\"{rect.Height:0.##}\"/>"),
        PathShape path => svg.Append(CultureInfo.InvariantCulture, $"<path class=\"{path.Class}\" d=\"{path.Path.In(Width, Height)}\"")
            .Append(path.Title is { } title ? $"><title>{XmlText.Escape(title)}</title></path>" : "/>"),
        TextShape text => svg.Append(CultureInfo.InvariantCulture, $"<text class=\"{text.Class}\" x=\"{Percent(text.X)}\" ")
            .Append(text.Offset == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"dx=\"{text.Offset:0.##}\" "))
            .Append(CultureInfo.InvariantCulture, $"y=\"{text.Y:0.##}\" text-anchor=\"{Anchor(text.Anchor)}\">")
            .Append(XmlText.Escape(text.Text)).Append("</text>"),
        _ => throw new InvalidOperationException($"{shape.GetType().Name} cannot be written."),
    };

    private static string Anchor(TextAnchor anchor) => anchor switch
    {
        TextAnchor.Middle => "middle",
        TextAnchor.End => "end",
        _ => "start",
    };

    private static string Percent(double part) => (part * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
