using LoadBalancer.Presentation.Charting.Drawing;
using LoadBalancer.Presentation.Charting.Styles;
using SkiaSharp;

namespace LoadBalancer.Simulator.Charts;

/// <summary>Draws a sheet as PNG: the shapes and the styles of <see cref="SheetSvg"/>.</summary>
internal static class SheetPng
{
    /// <summary>Twice the size in pixels, for high-resolution screens.</summary>
    private const int Scale = 2;

    public static byte[] Write(Sheet sheet)
    {
        using var surface = SKSurface.Create(new SKImageInfo((int)Sheet.Width * Scale, (int)Math.Ceiling(sheet.Height) * Scale))
            ?? throw new IOException($"A picture of {sheet.Height} pixels in height does not fit into memory.");
        surface.Canvas.Scale(Scale);
        surface.Canvas.Clear(SKColor.Parse(Theme.Light.Tokens["--surface"]));
        var styles = new DrawingStyles(Theme.Light);
        foreach (var (top, picture) in sheet.Pictures)
        {
            var place = PicturePlace.On(picture, top);
            foreach (var shape in picture.Shapes)
            {
                Draw(surface.Canvas, shape, place, styles.Of(shape.Class));
            }
        }

        using var image = surface.Snapshot();
        using var bytes = image.Encode(SKEncodedImageFormat.Png, 100);
        return bytes.ToArray();
    }

    private static void Draw(SKCanvas canvas, Shape shape, PicturePlace place, ShapeStyle style)
    {
        using var fill = FillOf(style);
        using var stroke = StrokeOf(style);
        switch (shape)
        {
            case LineShape line when stroke is not null:
                canvas.DrawLine(At(place.X(line.X1), place.Y(line.Y1)), At(place.X(line.X2), place.Y(line.Y2)), stroke);
                break;
            case RectShape rect when fill is not null:
                canvas.DrawRect(
                    (float)place.X(rect.X), (float)place.Y(rect.Y), (float)(rect.Width * place.Width), (float)rect.Height, fill);
                break;
            case PathShape path:
                Draw(canvas, place.PathOf(path), fill, stroke);
                break;
            case TextShape text when fill is not null:
                using (var font = new SKFont(InterFont.Typeface, (float)style.FontSize) { Embolden = style.IsBold })
                {
                    var at = At(place.X(text.X) + text.Offset, place.Y(text.Y));
                    canvas.DrawText(InterFont.Visible(text.Text), at, AlignOf(text.Anchor), font, fill);
                }

                break;
        }
    }

    private static void Draw(SKCanvas canvas, string data, SKPaint? fill, SKPaint? stroke)
    {
        using var path = SKPath.ParseSvgPathData(data) ?? throw new InvalidOperationException($"'{data}' is not a path.");
        if (fill is not null)
        {
            canvas.DrawPath(path, fill);
        }

        if (stroke is not null)
        {
            canvas.DrawPath(path, stroke);
        }
    }

    private static SKPaint? FillOf(ShapeStyle style) =>
        style.Fill is { } color ? new SKPaint { Color = SKColor.Parse(color), IsAntialias = true } : null;

    private static SKPaint? StrokeOf(ShapeStyle style) => style.Stroke is { } color
        ? new SKPaint
        {
            Color = SKColor.Parse(color),
            IsStroke = true,
            StrokeWidth = (float)style.StrokeWidth,
            StrokeJoin = SKStrokeJoin.Round,
            IsAntialias = !style.IsCrisp,
            PathEffect = style.Dashes.Count == 0 ? null : SKPathEffect.CreateDash([.. style.Dashes.Select(dash => (float)dash)], 0),
        }
        : null;

    private static SKTextAlign AlignOf(TextAnchor anchor) => anchor switch
    {
        TextAnchor.Middle => SKTextAlign.Center,
        TextAnchor.End => SKTextAlign.Right,
        _ => SKTextAlign.Left,
    };

    private static SKPoint At(double x, double y) => new((float)x, (float)y);
}
