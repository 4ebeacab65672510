using ScottPlot;
using SkiaSharp;

namespace LoadBalancer.Simulator.Charts;

/// <summary>One or more plots stacked vertically, rendered as PNG or SVG.</summary>
internal sealed class Figure(IReadOnlyList<Plot> plots)
{
    public const int Width = 1_000;
    public const int PlotHeight = 380;

    /// <summary>Twice the size in pixels, for high-resolution screens.</summary>
    private const int Scale = 2;

    private int Height => PlotHeight * plots.Count;

    public byte[] ToPng()
    {
        using var surface = SKSurface.Create(new SKImageInfo(Width * Scale, Height * Scale));
        surface.Canvas.Scale(Scale);
        Draw(surface.Canvas);
        using var image = surface.Snapshot();
        using var bytes = image.Encode(SKEncodedImageFormat.Png, 100);
        return bytes.ToArray();
    }

    public string ToSvg()
    {
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, Height), stream))
        {
            Draw(canvas);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray())
            .Replace($"font-family=\"{InterFont.Family}\"", $"font-family=\"{InterFont.Fallback}\"", StringComparison.Ordinal);
    }

    private void Draw(SKCanvas canvas)
    {
        canvas.Clear(SKColors.White);
        for (var i = 0; i < plots.Count; i++)
        {
            // Rendering a plot clears the whole canvas that it draws on, so each is clipped to its own area.
            canvas.Save();
            canvas.Translate(0, i * PlotHeight);
            canvas.ClipRect(new(0, 0, Width, PlotHeight));
            plots[i].Render(canvas, new PixelRect(0, Width, PlotHeight, 0));
            canvas.Restore();
        }
    }
}
