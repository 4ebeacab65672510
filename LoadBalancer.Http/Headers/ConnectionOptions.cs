using System.Text;

namespace LoadBalancer.Http.Headers;

/// <summary>
/// The fields that <c>Connection</c> names: meant for the next hop alone, and not passed on (RFC 9110 §7.6.1). Fields that
/// frame or route the message are for everybody whatever <c>Connection</c> says.
/// </summary>
internal static class ConnectionOptions
{
    private static readonly byte[][] NoFields =
        [.. new[] { "close", "keep-alive", "upgrade", "host", "content-length", "transfer-encoding" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>The names, as written. The usual words alone allocate nothing.</summary>
    /// <param name="value">The field's value.</param>
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
