using System.Text;

namespace LoadBalancer.Http.Headers;

/// <summary>
/// The headers that <c>Connection</c> names, which are meant for the next hop only and are not forwarded (RFC 9110 §7.6.1). Headers for
/// framing or routing are for all recipients, whether or not <c>Connection</c> names them.
/// </summary>
internal static class ConnectionOptions
{
    private static readonly byte[][] NoFields =
        [.. new[] { "close", "keep-alive", "upgrade", "host", "content-length", "transfer-encoding" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>Returns the names, as written. Does not allocate if there are only common options.</summary>
    /// <param name="value">The header's value.</param>
    /// <param name="closes">Whether the connection ends after this exchange.</param>
    public static IReadOnlyList<string> FieldsIn(ReadOnlySpan<byte> value, out bool closes)
    {
        List<string>? names = null;
        closes = false;
        foreach (var range in value.Split((byte)','))
        {
            var option = HeaderBytes.Trim(value[range]);
            closes |= Ascii.EqualsIgnoreCase(option, "close"u8);
            if (HeaderBytes.IsToken(option) && !NamesNoField(option))
            {
                (names ??= []).Add(Encoding.ASCII.GetString(option));
            }
        }

        return names ?? (IReadOnlyList<string>)[];
    }

    private static bool NamesNoField(ReadOnlySpan<byte> option)
    {
        foreach (var word in NoFields)
        {
            if (Ascii.EqualsIgnoreCase(option, word))
            {
                return true;
            }
        }

        return false;
    }
}
