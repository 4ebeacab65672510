using System.Globalization;
using System.Text;
using LoadBalancer.Presentation;
using SkiaSharp;

namespace LoadBalancer.Simulator.Charts;

/// <summary>The font of pictures. It is embedded, so they look the same on every machine, even on one without fonts.</summary>
internal static class InterFont
{
    private static readonly Lazy<SKTypeface> Shared = new(() =>
    {
        using var file = typeof(InterFont).Assembly.GetManifestResourceStream("Inter-Regular.otf")
            ?? throw new InvalidOperationException("The embedded font is missing.");
        return SKTypeface.FromStream(file);
    });

    public static SKTypeface Typeface => Shared.Value;

    /// <summary>Returns a text in which characters that the font does not have are written as <c>\u4E2D</c> instead of as boxes.</summary>
    public static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in VisibleText.Of(text).EnumerateRunes())
        {
            _ = Typeface.ContainsGlyph(rune.Value)
                ? visible.Append(rune.ToString())
                : visible.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
        }

        return visible.ToString();
    }
}
