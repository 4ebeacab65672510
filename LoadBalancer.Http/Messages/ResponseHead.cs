using System.Buffers.Text;
using System.Net;
using System.Text;
using LoadBalancer.Http.Headers;

namespace LoadBalancer.Http.Messages;

/// <summary>
/// Parses the head of a server's response (RFC 9112 §4, §5, §6.3) and rejects anything ambiguous. Positions refer to the bytes passed to
/// <c>TryRead</c>. Reused for each response; not thread-safe.
/// </summary>
/// <param name="longest">The maximum length of a head in bytes.</param>
internal sealed class ResponseHead(int longest = ResponseHead.UsualLongest)
{
    /// <summary>The usual maximum length of a head in bytes.</summary>
    public const int UsualLongest = 256 * 1024;

    /// <summary>The length of "HTTP/1.1 200".</summary>
    private const int ShortestStatusLine = 12;

    /// <summary>The headers.</summary>
    public HeaderFields Fields { get; } = new();

    /// <summary>Why the bytes that were read last are not a valid head.</summary>
    public ResponseFault Fault { get; private set; }

    public int Status { get; private set; }

    /// <summary>The length of the status line, without its end.</summary>
    public int StatusLineLength { get; private set; }

    /// <summary>The length of the head, with the empty line at its end.</summary>
    public int Length { get; private set; }

    /// <summary>Whether the version is HTTP/1.1; otherwise it is HTTP/1.0.</summary>
    public bool IsHttp11 { get; private set; }

    /// <summary>Whether the connection cannot carry another request.</summary>
    public bool Closes { get; private set; }

    /// <summary>The length of the body; <see langword="null"/> if it is not specified.</summary>
    public long? ContentLength { get; private set; }

    /// <summary>Whether the body is chunked.</summary>
    public bool IsChunked { get; private set; }

    /// <summary>
    /// How long the server keeps the connection open without a request, if it announces it: <c>Keep-Alive: timeout=N</c>, in whole seconds
    /// (RFC 2068 §19.7.1.1; current specifications reserve the field without defining it).
    /// </summary>
    public TimeSpan? KeepAlive { get; private set; }

    /// <summary>Whether this is an interim response.</summary>
    public bool IsInterim => Status < (int)HttpStatusCode.OK;

    /// <summary>
    /// Whether a response with this status has no content, whatever it announces (RFC 9112 §6.3, RFC 9110 §15.3.6).
    /// </summary>
    public bool IsWithoutContent =>
        Status is (int)HttpStatusCode.NoContent or (int)HttpStatusCode.ResetContent or (int)HttpStatusCode.NotModified;

    /// <summary>The headers that <c>Connection</c> names.</summary>
    public IReadOnlyList<string> ConnectionHeaders { get; private set; } = [];

    /// <summary>Parses a head, if its end has been received.</summary>
    /// <param name="bytes">The received bytes.</param>
    /// <param name="isWhole">Whether the head is complete.</param>
    /// <returns><see langword="false"/> if the bytes are not the head of a response; see <see cref="Fault"/>.</returns>
    public bool TryRead(ReadOnlySpan<byte> bytes, out bool isWhole)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        isWhole = end >= 0;
        Fault = isWhole ? Read(bytes[..(end + "\r\n"u8.Length)]) : FaultOfBeginning(bytes);
        return Fault == ResponseFault.None;
    }

    /// <summary>Whether <c>Connection</c> names a header.</summary>
    public bool IsNamedByConnection(ReadOnlySpan<byte> name)
    {
        foreach (var named in ConnectionHeaders)
        {
            if (Ascii.EqualsIgnoreCase(name, named))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Why the bytes can no longer become a head, so that a server that ends lines incorrectly is not waited for.</summary>
    private ResponseFault FaultOfBeginning(ReadOnlySpan<byte> bytes)
    {
        if (!"HTTP/1."u8.StartsWith(bytes[..Math.Min(bytes.Length, "HTTP/1."u8.Length)]))
        {
            return ResponseFault.Protocol;
        }

        if (bytes.Length >= ShortestStatusLine && !IsStatusLine(bytes[..ShortestStatusLine]))
        {
            return ResponseFault.StatusLine;
        }

        for (var rest = bytes; rest.IndexOf((byte)'\n') is >= 0 and var feed; rest = rest[(feed + 1)..])
        {
            if (feed == 0 || rest[feed - 1] != '\r')
            {
                return ResponseFault.LineEnd;
            }
        }

        return bytes.Length >= longest ? ResponseFault.HeadTooLarge : ResponseFault.None;
    }

    private static bool IsStatusLine(ReadOnlySpan<byte> line) =>
        line.StartsWith("HTTP/1."u8) && line[7] is (byte)'0' or (byte)'1' && line[8] == ' '
        && line[9] is >= (byte)'1' and <= (byte)'9' && !line[10..12].ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private ResponseFault Read(ReadOnlySpan<byte> lines)
    {
        Length = lines.Length + "\r\n"u8.Length;
        Fields.Clear();
        Closes = false;
        ContentLength = null;
        IsChunked = false;
        KeepAlive = null;
        ConnectionHeaders = [];
        StatusLineLength = lines.IndexOf("\r\n"u8);
        var fault = Length > longest ? ResponseFault.HeadTooLarge : ReadStatusLine(lines[..StatusLineLength]);
        if (fault == ResponseFault.None)
        {
            fault = ReadFields(lines);
        }

        return fault != ResponseFault.None ? fault
            : IsChunked && ContentLength is not null ? ResponseFault.LengthAndCoding
            : IsChunked && !IsHttp11 ? ResponseFault.TransferEncoding
            : ReadWithoutContent();
    }

    /// <summary>Parses the status line. The reason phrase, and the space before it, may be missing: many servers omit them.</summary>
    private ResponseFault ReadStatusLine(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("HTTP/1."u8))
        {
            return ResponseFault.Protocol;
        }

        if (line.Length < ShortestStatusLine
            || !IsStatusLine(line)
            || (line.Length > ShortestStatusLine && line[ShortestStatusLine] != ' ')
            || !HeaderBytes.IsValue(line))
        {
            return ResponseFault.StatusLine;
        }

        Status = ((line[9] - '0') * 100) + ((line[10] - '0') * 10) + (line[11] - '0');
        IsHttp11 = line[7] == '1';
        Closes = !IsHttp11;
        return ResponseFault.None;
    }

    private ResponseFault ReadFields(ReadOnlySpan<byte> lines)
    {
        for (var start = StatusLineLength + 2; start < lines.Length;)
        {
            var length = lines[start..].IndexOf((byte)'\n') - 1;
            var fault = length < 0 || lines[start + length] != '\r' ? ResponseFault.LineEnd : ReadField(lines.Slice(start, length), start);
            if (fault != ResponseFault.None)
            {
                return fault;
            }

            start += length + 2;
        }

        return ResponseFault.None;
    }

    /// <summary>
    /// Handles statuses without a body. A server that announces a body anyway may send it, and it must not be read as the next response.
    /// </summary>
    private ResponseFault ReadWithoutContent()
    {
        var announces = IsChunked || ContentLength > 0;
        Closes |= Status switch
        {
            (int)HttpStatusCode.NoContent => announces,

            // Without a length, the content of 205 would last until the connection ends.
            (int)HttpStatusCode.ResetContent => announces || ContentLength is null,
            _ => false,
        };
        return announces && IsInterim ? ResponseFault.InterimContent : ResponseFault.None;
    }

    private ResponseFault ReadField(ReadOnlySpan<byte> line, int start)
    {
        // White space before the colon is accepted and removed in responses, whereas requests with it are rejected (RFC 9112 §5.1).
        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? [] : line[..colon].TrimEnd(" \t"u8);
        var value = HeaderBytes.Trim(line[(colon + 1)..]);
        if (!HeaderBytes.IsToken(name))
        {
            return ResponseFault.FieldName;
        }

        if (!HeaderBytes.IsValue(value))
        {
            return ResponseFault.FieldValue;
        }

        var kind = HeaderKinds.Of(name);
        var valueStart = value.IsEmpty ? line.Length : colon + 1 + line[(colon + 1)..].IndexOfAnyExcept((byte)' ', (byte)'\t');
        Fields.Add(new(kind, start, line.Length, name.Length, start + valueStart, value.Length));
        return kind switch
        {
            HeaderKind.ContentLength => ReadContentLength(value),
            HeaderKind.TransferEncoding => ReadTransferEncoding(value),
            HeaderKind.Connection => ReadConnection(value),
            HeaderKind.HopByHop when Ascii.EqualsIgnoreCase(name, "Keep-Alive"u8) => ReadKeepAlive(value),
            _ => ResponseFault.None,
        };
    }

    private ResponseFault ReadContentLength(ReadOnlySpan<byte> value)
    {
        if (ContentLength is not null)
        {
            return ResponseFault.TwoContentLengths;
        }

        if (!ContentLengthValue.TryRead(value, out var length))
        {
            return ResponseFault.ContentLength;
        }

        ContentLength = length;
        return ResponseFault.None;
    }

    private ResponseFault ReadTransferEncoding(ReadOnlySpan<byte> value)
    {
        var isSecond = IsChunked;
        IsChunked = true;
        return isSecond || !Ascii.EqualsIgnoreCase(value, "chunked"u8) ? ResponseFault.TransferEncoding : ResponseFault.None;
    }

    /// <summary>Reads the timeout among the parameters, such as <c>timeout=5, max=100</c>. What is not a timeout has no effect.</summary>
    private ResponseFault ReadKeepAlive(ReadOnlySpan<byte> value)
    {
        foreach (var part in value.Split((byte)','))
        {
            var parameter = HeaderBytes.Trim(value[part]);
            if (parameter.Length > "timeout="u8.Length
                && Ascii.EqualsIgnoreCase(parameter[.."timeout="u8.Length], "timeout="u8)
                && Utf8Parser.TryParse(parameter["timeout="u8.Length..], out uint seconds, out var length)
                && length == parameter.Length - "timeout="u8.Length)
            {
                KeepAlive = TimeSpan.FromSeconds(seconds);
            }
        }

        return ResponseFault.None;
    }

    private ResponseFault ReadConnection(ReadOnlySpan<byte> value)
    {
        var named = ConnectionOptions.FieldsIn(value, out var closes);
        ConnectionHeaders = ConnectionHeaders.Count == 0 ? named : [.. ConnectionHeaders, .. named];
        Closes |= closes;
        return ResponseFault.None;
    }
}
