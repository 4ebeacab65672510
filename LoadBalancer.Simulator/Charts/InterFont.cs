using ScottPlot;
using SkiaSharp;

namespace LoadBalancer.Simulator.Charts;

/// <summary>The one font of all charts, brought along: they look the same on every machine, also where none is installed.</summary>
internal sealed class InterFont : IFontResolver, IDisposable
{
    public const string Family = "Inter";

    /// <summary>What SVG viewers use that do not have it.</summary>
    public const string Fallback = "Inter, Helvetica, Arial, sans-serif";

    private readonly SKTypeface _typeface;

    private InterFont()
    {
        using var file = typeof(InterFont).Assembly.GetManifestResourceStream("Inter-Regular.otf")
            ?? throw new InvalidOperationException("The font is not in the assembly.");
        _typeface = SKTypeface.FromStream(file);
    }

    /// <summary>Makes it ScottPlot's font for everything, once.</summary>
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
