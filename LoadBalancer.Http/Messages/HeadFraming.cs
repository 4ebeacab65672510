using System.Text;
using LoadBalancer.Http.Headers;

namespace LoadBalancer.Http.Messages;

/// <summary>
/// Collects a head, line by line, with the headers that determine the message's end and its host, and rejects anything ambiguous. One for
/// each connection; starts over with each request line.
/// </summary>
internal sealed class HeadFraming(bool isSecure, int mostFields)
{
    private bool _isHttp10;
    private bool _hasHost;

    /// <summary>The head so far.</summary>
    public RequestHead Head { get; } = new();

    /// <summary>Begins a head with its request line.</summary>
    public MessageError Begin(ReadOnlySpan<byte> line)
    {
        _hasHost = false;
        var error = RequestLine.Check(line, isSecure, out _isHttp10);
        if (error == MessageError.None)
        {
            Head.Begin(line);
        }

        return error;
    }

    /// <summary>Adds a header line, without its end.</summary>
    public MessageError Add(ReadOnlySpan<byte> line)
    {
        var error = HeaderLine.Check(line, out var name, out var value);
        if (error != MessageError.None)
        {
            return error;
        }

        if (Head.Fields.Count == mostFields)
        {
            return MessageError.HeadTooLarge;
        }

        var kind = HeaderKinds.Of(name);
        Head.Add(line, name.Length, value, kind);
        return kind switch
        {
            HeaderKind.Host => AddHost(value),
            HeaderKind.Connection => AddConnection(value),
            HeaderKind.ContentLength => AddContentLength(value),
            HeaderKind.TransferEncoding => AddTransferEncoding(value),
            _ => MessageError.None,
        };
    }

    /// <summary>Completes the head.</summary>
    public MessageError End() =>
        !_hasHost && !_isHttp10 ? MessageError.Host
        : Head.IsChunked && Head.HasContentLength ? MessageError.TransferEncoding
        : MessageError.None;

    private MessageError AddHost(ReadOnlySpan<byte> value)
    {
        if (_hasHost || !HostSyntax.IsValid(value))
        {
            return MessageError.Host;
        }

        _hasHost = true;
        return MessageError.None;
    }

    private MessageError AddConnection(ReadOnlySpan<byte> value)
    {
        var named = ConnectionOptions.FieldsIn(value, out var closes);
        Head.ConnectionHeaders = Head.ConnectionHeaders.Count == 0 ? named : [.. Head.ConnectionHeaders, .. named];
        Head.WantsClose |= closes;
        return MessageError.None;
    }

    private MessageError AddContentLength(ReadOnlySpan<byte> value)
    {
        if (Head.HasContentLength || !ContentLengthValue.TryRead(value, out var length))
        {
            return MessageError.ContentLength;
        }

        Head.HasContentLength = true;
        Head.ContentLength = length;
        return MessageError.None;
    }

    private MessageError AddTransferEncoding(ReadOnlySpan<byte> value)
    {
        if (Head.IsChunked || _isHttp10 || !Ascii.EqualsIgnoreCase(value, "chunked"u8))
        {
            return MessageError.TransferEncoding;
        }

        Head.IsChunked = true;
        return MessageError.None;
    }
}
