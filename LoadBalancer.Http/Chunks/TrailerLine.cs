using System.Text;
using LoadBalancer.Http.Headers;

namespace LoadBalancer.Http.Chunks;

/// <summary>
/// A line of the trailer section. Fields for framing, routing, authentication, or the format of the content are not allowed there (RFC 9110
/// §6.5.1): a recipient that merged them into the head would see a different message.
/// </summary>
internal static class TrailerLine
{
    private static readonly byte[][] Forbidden =
    [
        .. new[]
        {
            "transfer-encoding", "content-length", "host", "trailer", "te", "connection", "upgrade", "keep-alive", "proxy-connection",
            "content-encoding", "content-type", "content-range", "authorization", "proxy-authorization", "cookie", "set-cookie", "expect",
            "max-forwards", "cache-control",
            "range", "pragma", "via",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    public static MessageError Check(ReadOnlySpan<byte> line) =>
        HeaderLine.Check(line, out var name, out _) == MessageError.None && IsAllowed(name) ? MessageError.None : MessageError.Trailer;

    /// <summary>Whether a line is a well-formed field that is not allowed as a trailer.</summary>
    public static bool IsForbidden(ReadOnlySpan<byte> line) =>
        HeaderLine.Check(line, out var name, out _) == MessageError.None && !IsAllowed(name);

    /// <summary>Whether a field with a valid name is allowed as a trailer.</summary>
    public static bool IsAllowed(ReadOnlySpan<byte> name)
    {
        if (HeaderKinds.IdentifiesClient(HeaderKinds.Of(name)))
        {
            return false;
        }

        foreach (var forbidden in Forbidden)
        {
            if (Ascii.EqualsIgnoreCase(name, forbidden))
            {
                return false;
            }
        }

        return true;
    }
}
