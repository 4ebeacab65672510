namespace LoadBalancer.Http.Messages;

/// <summary>
/// The rule that a server's response breaks. Such a response is not forwarded, since recipients could interpret it differently.
/// </summary>
internal enum ResponseFault
{
    /// <summary>The response breaks no rule.</summary>
    None,

    /// <summary>The first bytes are not those of an HTTP/1.0 or HTTP/1.1 response.</summary>
    Protocol,

    /// <summary>The status line is malformed (RFC 9112 §4).</summary>
    StatusLine,

    /// <summary>A line does not end in CR LF (RFC 9112 §2.2).</summary>
    LineEnd,

    /// <summary>A header has no name, or a name that is not a token; a folded line counts as such (RFC 9112 §5.1, §5.2).</summary>
    FieldName,

    /// <summary>A header's value has control characters (RFC 9110 §5.5).</summary>
    FieldValue,

    /// <summary>The head is longer than allowed.</summary>
    HeadTooLarge,

    /// <summary>The Content-Length is not a number (RFC 9110 §8.6).</summary>
    ContentLength,

    /// <summary>There are two Content-Length fields (RFC 9112 §6.3).</summary>
    TwoContentLengths,

    /// <summary>The transfer coding is not exactly <c>chunked</c>, or is in HTTP/1.0 (RFC 9112 §6.1).</summary>
    TransferEncoding,

    /// <summary>There are both a Content-Length and a Transfer-Encoding (RFC 9112 §6.3).</summary>
    LengthAndCoding,

    /// <summary>An interim response announces content (RFC 9110 §15.2).</summary>
    InterimContent,

    /// <summary>101 without an upgrade request (RFC 9110 §15.2.2).</summary>
    SwitchingProtocols,

    /// <summary>A chunk's size or extension is malformed (RFC 9112 §7.1).</summary>
    ChunkSize,

    /// <summary>A chunk's data does not end where its size says (RFC 9112 §7.1).</summary>
    ChunkEnd,

    /// <summary>The trailer section is malformed, or has a field for framing or routing (RFC 9110 §6.5.1).</summary>
    Trailer,

    /// <summary>The trailer section is longer than allowed.</summary>
    TrailersTooLarge,
}
