using System.Text;

namespace LoadBalancer.Presentation.Charting.Drawing;

/// <summary>Writes any text as text of XML and HTML.</summary>
internal static class XmlText
{
    /// <summary>
    /// Escapes a text for an element or an attribute in quotation marks. Characters that XML does not allow become U+FFFD: control
    /// characters, halves of surrogate pairs, and noncharacters.
    /// </summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in Visible(text))
        {
            _ = character switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }

    /// <summary>Replaces the characters that XML does not allow, and control characters that it does, by U+FFFD.</summary>
    public static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value is < ' ' or (>= 0x7F and < 0xA0) or 0xFFFE or 0xFFFF
                ? visible.Append('\uFFFD')
                : visible.Append(rune.ToString());
        }

        return visible.ToString();
    }
}
