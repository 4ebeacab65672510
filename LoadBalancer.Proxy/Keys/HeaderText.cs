using System.Text;
using System.Text.Unicode;

namespace LoadBalancer.Proxy.Keys;

/// <summary>
/// Decodes header values. A value is represented as its bytes, one character for each, since bytes are forwarded unchanged.
/// </summary>
internal static class HeaderText
{
    /// <summary>Decodes the bytes as UTF-8, or as Latin-1 if they are not valid UTF-8. Does not allocate for ASCII.</summary>
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
