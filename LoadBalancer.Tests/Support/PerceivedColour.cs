using System.Globalization;

namespace LoadBalancer.Tests.Support;

/// <summary>
/// Measures how different colors look, as distances in Oklab (Ottosson, "A perceptual color space for image processing").
/// </summary>
internal static class PerceivedColour
{
    /// <summary>Returns the distance between two colors, each <c>#rrggbb</c>; black and white are 1 apart.</summary>
    public static double Distance(string one, string other)
    {
        var (first, second) = (LabOf(one), LabOf(other));
        return Math.Sqrt(Math.Pow(first.L - second.L, 2) + Math.Pow(first.A - second.A, 2) + Math.Pow(first.B - second.B, 2));
    }

    /// <summary>Returns the contrast of two colors as in WCAG 2, from 1 to 21.</summary>
    public static double Contrast(string one, string other)
    {
        var (first, second) = (LuminanceOf(one) + 0.05, LuminanceOf(other) + 0.05);
        return Math.Max(first, second) / Math.Min(first, second);
    }

    private static double LuminanceOf(string colour) =>
        (0.2126 * ChannelOf(colour, 1)) + (0.7152 * ChannelOf(colour, 3)) + (0.0722 * ChannelOf(colour, 5));

    private static (double L, double A, double B) LabOf(string colour)
    {
        var (red, green, blue) = (ChannelOf(colour, 1), ChannelOf(colour, 3), ChannelOf(colour, 5));
        var l = Math.Cbrt((0.4122214708 * red) + (0.5363325363 * green) + (0.0514459929 * blue));
        var m = Math.Cbrt((0.2119034982 * red) + (0.6806995451 * green) + (0.1073969566 * blue));
        var s = Math.Cbrt((0.0883024619 * red) + (0.2817188376 * green) + (0.6299787005 * blue));
        return (
            (0.2104542553 * l) + (0.7936177850 * m) - (0.0040720468 * s),
            (1.9779984951 * l) - (2.4285922050 * m) + (0.4505937099 * s),
            (0.0259040371 * l) + (0.7827717662 * m) - (0.8086757660 * s));
    }

    private static double ChannelOf(string colour, int at)
    {
        var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
