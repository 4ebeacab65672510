using LoadBalancer.Presentation.Charting.Drawing;
using LoadBalancer.Presentation.Charting.Styles;
using LoadBalancer.Simulator.Charts;
using SkiaSharp;

namespace LoadBalancer.Tests.Simulator.Charts;

public sealed class SheetPngTests
{
    [Fact]
    public void Write_Shapes_AreWhereTheyShouldBeInTheirColours()
    {
        Shape[] shapes =
        [
            new RectShape("value c-2", 0.5, 20, 0.5, 40), new LineShape("expected", 0.25, 0, 0.25, 80),
            new TextShape("note", 0, 0, 60, "\0\uD800x", TextAnchor.Start),
        ];
        var sheet = new Sheet([(10, new Picture(100, 80, [.. shapes]))], 100);

        using var bitmap = SKBitmap.Decode(SheetPng.Write(sheet));

        var (left, width) = (Sheet.Margin + 100, Sheet.Inner - 100);
        Assert.Equal((2_000, 200), (bitmap.Width, bitmap.Height));
        Assert.Equal(ColorOf("--surface"), At(5, 5));
        Assert.Equal(ColorOf("--series-2"), At(left + (0.75 * width), 50));
        Assert.Equal(ColorOf("--surface"), At(left + (0.75 * width), 25));
        Assert.Equal(ColorOf("--text"), At(left + (0.25 * width), 50));

        SKColor At(double x, double y) => bitmap.GetPixel((int)(x * 2), (int)(y * 2));

        static SKColor ColorOf(string token) => SKColor.Parse(Theme.Light.Tokens[token]);
    }
}
