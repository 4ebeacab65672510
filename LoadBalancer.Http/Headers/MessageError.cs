namespace LoadBalancer.Http.Headers;

/// <summary>Why a request is rejected before it is processed: another recipient could interpret it differently.</summary>
internal enum MessageError
{
    /// <summary>The request is not rejected.</summary>
    None,

    /// <summary>A line does not end in CR LF, or has a CR within (RFC 9112 §2.2).</summary>
    LineEnd,

    /// <summary>The request line is not method, target and version with one space between (RFC 9112 §3).</summary>
    RequestLine,

    /// <summary>The target's form is not allowed for its method, or it has bytes that are not allowed (RFC 9112 §3.2).</summary>
    Target,

    /// <summary>
    /// A header has no name, a name that is not a token, or white space before the colon or the name (RFC 9112 §5.1, §5.2).
    /// </summary>
    FieldName,

    /// <summary>A header's value has control characters (RFC 9110 §5.5).</summary>
    FieldValue,

    /// <summary>The host is missing, empty, malformed, repeated, or different from that of the target (RFC 9112 §3.2).</summary>
    Host,

    /// <summary>The Content-Length is not a single number (RFC 9110 §8.6, RFC 9112 §6.3).</summary>
    ContentLength,

    /// <summary>The transfer coding is not exactly <c>chunked</c>, or is combined with a length or HTTP/1.0 (RFC 9112 §6.1).</summary>
    TransferEncoding,

    /// <summary>
    /// A pseudo-header field of HTTP/2 is missing, repeated, unknown, not allowed for the method, or after another field (RFC 9113 §8.3).
    /// </summary>
    PseudoField,

    /// <summary>A field in HTTP/2 is for connections of HTTP/1.1 (RFC 9113 §8.2.2).</summary>
    ConnectionField,

    /// <summary>A chunk's size, extension, or end is malformed or too long (RFC 9112 §7.1).</summary>
    Chunk,

    /// <summary>The trailer section is malformed, or has a field for framing or routing (RFC 9110 §6.5.1).</summary>
    Trailer,

    /// <summary>The request line is longer than allowed (RFC 9112 §3).</summary>
    TargetTooLong,

    /// <summary>There are more headers, or more bytes of headers, than allowed (RFC 6585 §5).</summary>
    HeadTooLarge,

    /// <summary>The head was not received in time (RFC 9110 §15.5.9).</summary>
    HeadTimeout,
}
