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
}
