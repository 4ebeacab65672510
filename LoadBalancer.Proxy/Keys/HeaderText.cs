using System.Text;
using System.Text.Unicode;

namespace LoadBalancer.Proxy.Keys;

/// <summary>What the value of a field says. It comes as its bytes, one character for each, since they pass through unchanged.</summary>
internal static class HeaderText
{
    /// <summary>The text that the bytes are in UTF-8, or in Latin-1 where they are none. Nothing is allocated for ASCII.</summary>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> value)
    {
        if (Ascii.IsValid(value))
        {
            return value;
        }

        var bytes = new byte[value.Length];
        Encoding.Latin1.GetBytes(value, bytes);
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : value;
    }
}
