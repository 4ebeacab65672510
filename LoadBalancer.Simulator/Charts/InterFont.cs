using ScottPlot;
using SkiaSharp;

namespace LoadBalancer.Simulator.Charts;

/// <summary>The font of all charts. It is embedded, so charts look the same on every machine, even on one without fonts.</summary>
internal sealed class InterFont : IFontResolver, IDisposable
{
    public const string Family = "Inter";

    /// <summary>The fonts that an SVG viewer without Inter uses.</summary>
    public const string Fallback = "Inter, Helvetica, Arial, sans-serif";

    private readonly SKTypeface _typeface;

    private InterFont()
    {
        using var file = typeof(InterFont).Assembly.GetManifestResourceStream("Inter-Regular.otf")
            ?? throw new InvalidOperationException("The embedded font is missing.");
        _typeface = SKTypeface.FromStream(file);
    }

    /// <summary>Makes Inter the default font of ScottPlot. Only the first call has an effect.</summary>
    public static void Use() => _ = Installed.Value;

    private static readonly Lazy<InterFont> Installed = new(() =>
    {
        var font = new InterFont();
        Fonts.FontResolvers.Insert(0, font);
        Fonts.Default = Fonts.Sans = Fonts.Serif = Fonts.Monospace = Family;
        return font;
    });

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => _typeface;

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) => _typeface;

    public void Dispose() => _typeface.Dispose();
}
