using System.Buffers;

namespace LoadBalancer.Http.Headers;

/// <summary>
/// Validates the authority of a request: <c>host[:port]</c> (RFC 9110 §7.2, RFC 3986 §3.2.2), nonempty, without user information.
/// </summary>
internal static class HostSyntax
{
    private const int LongestPort = 5;

    private static readonly SearchValues<byte> Name =
        SearchValues.Create("-._~!$&'()*+;=%0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private static readonly SearchValues<byte> Address = SearchValues.Create("0123456789abcdefABCDEF:."u8);

    /// <summary>Whether the authority is well formed.</summary>
    public static bool IsValid(ReadOnlySpan<byte> authority)
    {
        if (authority is [(byte)'[', ..])
        {
            var end = authority.IndexOf((byte)']');
            return end > 1 && !authority[1..end].ContainsAnyExcept(Address) && IsPort(authority[(end + 1)..]);
        }

        var colon = authority.IndexOf((byte)':');
        var host = colon < 0 ? authority : authority[..colon];
        return !host.IsEmpty && !host.ContainsAnyExcept(Name) && AreEscapes(host) && IsPort(colon < 0 ? [] : authority[colon..]);
    }

    /// <summary>Whether each percent sign begins an escape.</summary>
    private static bool AreEscapes(ReadOnlySpan<byte> host)
    {
        while (host.IndexOf((byte)'%') is >= 0 and var percent)
        {
            host = host[(percent + 1)..];
            if (host.Length < 2 || !char.IsAsciiHexDigit((char)host[0]) || !char.IsAsciiHexDigit((char)host[1]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the text is empty, or a colon and up to five digits.</summary>
    private static bool IsPort(ReadOnlySpan<byte> text) =>
        text.IsEmpty || (text[0] == ':' && text.Length <= LongestPort + 1 && !text[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9'));
}
