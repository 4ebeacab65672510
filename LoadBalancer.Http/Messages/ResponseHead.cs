using System.Buffers.Text;
using System.Net;
using System.Text;
using LoadBalancer.Http.Headers;

namespace LoadBalancer.Http.Messages;

/// <summary>
/// Parses the head of a server's response (RFC 9112 §4, §5, §6.3) and rejects anything ambiguous. Positions refer to the bytes passed to
/// <c>TryRead</c>. Reused for each response; not thread-safe.
/// </summary>
internal sealed class ResponseHead
{
    /// <summary>The maximum length of a head in bytes.</summary>
    public const int Longest = 64 * 1024;

    private const int MostFields = 256;

    /// <summary>The length of "HTTP/1.1 200".</summary>
    private const int ShortestStatusLine = 12;

    /// <summary>The headers.</summary>
    public HeaderFields Fields { get; } = new();

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

    /// <summary>The headers that <c>Connection</c> names.</summary>
    public IReadOnlyList<string> ConnectionHeaders { get; private set; } = [];

    /// <summary>Parses a head, if its end has been received.</summary>
    /// <param name="bytes">The received bytes.</param>
    /// <param name="isWhole">Whether the head is complete.</param>
    /// <returns><see langword="false"/> if the bytes are not the head of a response.</returns>
    public bool TryRead(ReadOnlySpan<byte> bytes, out bool isWhole)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        isWhole = end >= 0;
        if (!isWhole)
        {
            return CanBecomeHead(bytes);
        }

        Length = end + "\r\n\r\n"u8.Length;
        Fields.Clear();
        Closes = false;
        ContentLength = null;
        IsChunked = false;
        KeepAlive = null;
        ConnectionHeaders = [];
        var lines = bytes[..(end + "\r\n"u8.Length)];
        StatusLineLength = lines.IndexOf("\r\n"u8);
        return Length <= Longest && ReadStatusLine(lines[..StatusLineLength]) && ReadFields(lines)
            && !(IsChunked && (ContentLength is not null || !IsHttp11)) && ReadWithoutContent();
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

    /// <summary>Whether the bytes can still become a head, so that a server that ends lines incorrectly is not waited for.</summary>
    private static bool CanBecomeHead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= Longest || !"HTTP/1."u8.StartsWith(bytes[..Math.Min(bytes.Length, "HTTP/1."u8.Length)])
            || (bytes.Length >= ShortestStatusLine && !IsStatusLine(bytes[..ShortestStatusLine])))
        {
            return false;
        }

        while (bytes.IndexOf((byte)'\n') is >= 0 and var feed)
        {
            if (feed == 0 || bytes[feed - 1] != '\r')
            {
                return false;
            }

            bytes = bytes[(feed + 1)..];
        }

        return true;
    }

    private static bool IsStatusLine(ReadOnlySpan<byte> line) =>
        line.StartsWith("HTTP/1."u8) && line[7] is (byte)'0' or (byte)'1' && line[8] == ' '
        && line[9] is >= (byte)'1' and <= (byte)'9' && !line[10..12].ContainsAnyExceptInRange((byte)'0', (byte)'9');

    /// <summary>Parses the status line. The reason phrase, and the space before it, may be missing: many servers omit them.</summary>
    private bool ReadStatusLine(ReadOnlySpan<byte> line)
    {
        if (line.Length < ShortestStatusLine
            || !IsStatusLine(line)
            || (line.Length > ShortestStatusLine && line[ShortestStatusLine] != ' ')
            || !HeaderBytes.IsValue(line))
        {
            return false;
        }

        Status = ((line[9] - '0') * 100) + ((line[10] - '0') * 10) + (line[11] - '0');
        IsHttp11 = line[7] == '1';
        Closes = !IsHttp11;
        return true;
    }

    private bool ReadFields(ReadOnlySpan<byte> lines)
    {
        for (var start = StatusLineLength + 2; start < lines.Length;)
        {
            var length = lines[start..].IndexOf((byte)'\n') - 1;
            if (length < 0 || lines[start + length] != '\r' || !ReadField(lines.Slice(start, length), start))
            {
                return false;
            }

            start += length + 2;
        }

        return true;
    }

    /// <summary>
    /// Handles statuses without a body (RFC 9112 §6.3). A server that announces a body anyway may send it, and it must not be read as the
    /// next response.
    /// </summary>
    private bool ReadWithoutContent()
    {
        var announces = IsChunked || ContentLength > 0;
        Closes |= announces && Status == (int)HttpStatusCode.NoContent;
        return !(announces && IsInterim);
    }

    private bool ReadField(ReadOnlySpan<byte> line, int start)
    {
        // White space before the colon is accepted and removed in responses, whereas requests with it are rejected (RFC 9112 §5.1).
        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? [] : line[..colon].TrimEnd(" \t"u8);
        var value = HeaderBytes.Trim(line[(colon + 1)..]);
        if (!HeaderBytes.IsToken(name) || !HeaderBytes.IsValue(value) || Fields.Count == MostFields)
        {
            return false;
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
            _ => true,
        };
    }

    private bool ReadContentLength(ReadOnlySpan<byte> value)
    {
        if (ContentLength is not null || !ContentLengthValue.TryRead(value, out var length))
        {
            return false;
        }

        ContentLength = length;
        return true;
    }

    private bool ReadTransferEncoding(ReadOnlySpan<byte> value)
    {
        var isSecond = IsChunked;
        IsChunked = true;
        return !isSecond && Ascii.EqualsIgnoreCase(value, "chunked"u8);
    }

    /// <summary>Reads the timeout among the parameters, such as <c>timeout=5, max=100</c>. What is not a timeout has no effect.</summary>
    private bool ReadKeepAlive(ReadOnlySpan<byte> value)
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

        return true;
    }

    private bool ReadConnection(ReadOnlySpan<byte> value)
    {
        var named = ConnectionOptions.FieldsIn(value, out var closes);
        ConnectionHeaders = ConnectionHeaders.Count == 0 ? named : [.. ConnectionHeaders, .. named];
        Closes |= closes;
        return true;
    }
}
