using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Responses;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// Writes the response head for a client: the server's header lines unchanged and in order, without hop-by-hop headers; then the gateway's
/// own lines. Thread-safe.
/// </summary>
internal sealed class ResponseHeadWriter(ViaHeader via, DateLine date)
{
    /// <summary>Room for all additions.</summary>
    private const int Added = 512;

    /// <summary>The maximum length of a head in bytes.</summary>
    public static int LongestFor(ResponseHead head) => head.Length + Added;

    /// <summary>Writes a head.</summary>
    /// <param name="writer">The writer to write to.</param>
    /// <param name="head">The parsed head.</param>
    /// <param name="bytes">The bytes of the server's head.</param>
    /// <param name="isChunked">Whether the body is sent to the client in chunks.</param>
    /// <param name="closes">Whether the client's connection closes after the response.</param>
    /// <param name="strictTransport">The <c>Strict-Transport-Security</c> line, written if the server sends none; may be empty.</param>
    public void Write(
        ref SpanWriter writer, ResponseHead head, ReadOnlySpan<byte> bytes, bool isChunked, bool closes, ReadOnlySpan<byte> strictTransport)
    {
        WriteLines(ref writer, head, bytes);
        if (!head.Fields.Has(HeaderKind.Date) && !head.IsInterim)
        {
            writer.Write(date.Current);
        }

        if (!strictTransport.IsEmpty && !head.IsInterim && !head.Fields.Has(HeaderKind.StrictTransport))
        {
            writer.Write(strictTransport);
        }

        writer.Write(head.IsHttp11 ? via.Http11Line.Span : via.Http10Line.Span);
        if (isChunked)
        {
            writer.Write("Transfer-Encoding: chunked\r\n"u8);
        }
        else if (head.Status == StatusCodes.Status205ResetContent && !AnnouncesNothing(head))
        {
            writer.Write("Content-Length: 0\r\n"u8);
        }

        if (closes)
        {
            writer.Write("Connection: close\r\n"u8);
        }

        if (head.Status == StatusCodes.Status426UpgradeRequired && head.Fields.Has(HeaderKind.Upgrade))
        {
            // The sender of Upgrade must name it, since it applies to one hop (RFC 9110 §7.8).
            writer.Write("Connection: Upgrade\r\n"u8);
        }

        writer.Write("\r\n"u8);
    }

    private static void WriteLines(ref SpanWriter writer, ResponseHead head, ReadOnlySpan<byte> bytes)
    {
        writer.Write("HTTP/1.1"u8);
        writer.Write(bytes["HTTP/1.1"u8.Length..head.StatusLineLength]);
        if (head.StatusLineLength == "HTTP/1.1 200"u8.Length)
        {
            writer.Write(" "u8);
        }

        writer.Write("\r\n"u8);
        foreach (ref readonly var field in head.Fields.All)
        {
            var name = bytes.Slice(field.Start, field.NameLength);
            if (Passes(head, field.Kind, name))
            {
                var line = bytes.Slice(field.Start, field.Length);
                writer.Write(name);
                writer.Write(line[line.IndexOf((byte)':')..]);
                writer.Write("\r\n"u8);
            }
        }
    }

    /// <summary>Whether a response announces that it has no content, as one with status 205 must (RFC 9110 §15.3.6).</summary>
    private static bool AnnouncesNothing(ResponseHead head) => head.ContentLength == 0;

    private static bool Passes(ResponseHead head, HeaderKind kind, ReadOnlySpan<byte> name) =>
        !HeaderPolicy.DropsFromResponse(kind, head.Status)
        && !(kind == HeaderKind.ContentLength && head.Status == StatusCodes.Status205ResetContent && !AnnouncesNothing(head))
        && (head.ConnectionHeaders.Count == 0 || !HeaderPolicy.MayBeNamed(kind) || !head.IsNamedByConnection(name));
}
