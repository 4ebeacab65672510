using System.Globalization;
using System.Text;

namespace LoadBalancer.Presentation;

/// <summary>Makes names from outside readable: ids, keys, and targets may contain any characters, and any number of them.</summary>
internal static class VisibleText
{
    /// <summary>The length to which <see cref="Name"/> shortens; the id of a server has at most 64 characters.</summary>
    public const int LongestName = 64;

    private const char Ellipsis = '…';

    /// <summary>
    /// Returns a name on one line, in which every character is visible, and which is shortened in the middle if it is longer than
    /// <see cref="LongestName"/>.
    /// </summary>
    public static string Name(string text) => Shorten(Of(text), LongestName);

    /// <summary>
    /// Writes the characters that cannot be seen, or that change how others are shown, as C# does, such as <c>\u202E</c>: control and
    /// format characters, line separators, spaces other than the usual one, halves of surrogate pairs, and noncharacters.
    /// </summary>
    public static string Of(string text)
    {
        var at = 0;
        while (at < text.Length && text[at] is >= ' ' and <= '~')
        {
            at++;
        }

        return at == text.Length ? text : Escape(text);
    }

    /// <summary>Shortens a text in the middle, since names often differ only at their ends.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The maximum length, in UTF-16 characters; at least 1.</param>
    public static string Shorten(string text, int longest)
    {
        if (text.Length <= longest)
        {
            return text;
        }

        var tail = (longest - 1) / 2;
        var head = longest - 1 - tail;
        head -= head > 0 && char.IsHighSurrogate(text[head - 1]) ? 1 : 0;
        var from = text.Length - tail;
        from += tail > 0 && char.IsLowSurrogate(text[from]) ? 1 : 0;
        return $"{text[..head]}{Ellipsis}{text[from..]}";
    }

    private static string Escape(string text)
    {
        var visible = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                i += rune.Utf16SequenceLength - 1;
                visible.Append(IsVisible(rune) ? rune.ToString() : Spell(rune.Value));
            }
            else
            {
                visible.Append(Spell(text[i]));
            }
        }

        return visible.ToString();
    }

    private static string Spell(int value) =>
        value <= char.MaxValue ? string.Create(CultureInfo.InvariantCulture, $"\\u{value:X4}")
        : string.Create(CultureInfo.InvariantCulture, $"\\U{value:X8}");

    private static bool IsVisible(Rune rune) => rune.Value == ' ' || ((rune.Value & 0xFFFE) != 0xFFFE && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.SpaceSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned));
}
