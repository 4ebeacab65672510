namespace LoadBalancer.Presentation.Charting.Drawing;

/// <summary>Estimates the width of texts, with some room to spare, since the font of a viewer is unknown.</summary>
internal static class TextWidth
{
    public static double Of(string text, double fontSize) => text.Sum(WidthOf) * fontSize;

    private static double WidthOf(char character) => character switch
    {
        'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '|' or '\'' or '!' or ' ' => 0.32,
        'f' or 't' or 'r' or '-' or '(' or ')' or '/' => 0.42,
        'm' or 'w' or 'M' or 'W' or '%' or '@' => 0.95,
        >= 'A' and <= 'Z' => 0.72,
        < '\u0250' => 0.62,
        _ => 1,
    };
}
