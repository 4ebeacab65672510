using System.Globalization;
using System.Text;

namespace LoadBalancer.Dashboard.Components;

/// <summary>
/// Writes keys, which may have any characters, so that a reader sees what they are: characters that are invisible, or that change the
/// direction or the place of others, are spelled out, such as <c>\u{202E}</c>. A pure function, thread-safe.
/// </summary>
internal static class KeyText
{
    /// <summary>Returns the key with such characters spelled out.</summary>
    public static string Of(string key)
    {
        if (IsPlain(key))
        {
            return key;
        }

        var text = new StringBuilder(key.Length + 16);
        foreach (var rune in key.EnumerateRunes())
        {
            if (IsVisible(rune))
            {
                text.Append(rune.ToString());
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}");
            }
        }

        return text.ToString();
    }

    /// <summary>Whether all characters of a key are visible.</summary>
    public static bool IsPlain(string key) => key.EnumerateRunes().All(IsVisible);

    /// <summary>A rune that stands for an invalid part of the text is the replacement character.</summary>
    private static bool IsVisible(Rune rune) => rune.Value == ' ' || (rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned));
}
