namespace LoadBalancer.Http.Headers;

/// <summary>Why a request is refused before anything reads it: somebody on its way could read it in another way.</summary>
internal enum MessageError
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>A line does not end in CR LF, or has a CR within (RFC 9112 §2.2).</summary>
    LineEnd,

    /// <summary>The request line is not method, target and version with one space between (RFC 9112 §3).</summary>
    RequestLine,

    /// <summary>The target has another form than its method allows, or bytes that are not allowed (RFC 9112 §3.2).</summary>
    Target,

    /// <summary>
    /// A field has no name, one with other characters than a token's, or white space before the colon or the name (RFC 9112 §5.1, §5.2).
    /// </summary>
    FieldName,

    /// <summary>A field's value has control characters (RFC 9110 §5.5).</summary>
    FieldValue,

    /// <summary>The host is missing, empty, malformed, given twice, or not that of the target (RFC 9112 §3.2).</summary>
    Host,

    /// <summary>The content's length is not one number (RFC 9110 §8.6, RFC 9112 §6.3).</summary>
    ContentLength,

    /// <summary>The transfer coding is not <c>chunked</c> alone, or stands beside a length or in HTTP/1.0 (RFC 9112 §6.1).</summary>
    TransferEncoding,

    /// <summary>A chunk's size, extension or end is malformed, or too long (RFC 9112 §7.1).</summary>
    Chunk,

    /// <summary>The trailer section is malformed, or has a field that frames or routes the message (RFC 9110 §6.5.1).</summary>
    Trailer,

    /// <summary>The request line is longer than allowed (RFC 9112 §3).</summary>
    TargetTooLong,

    /// <summary>There are more fields, or more bytes of them, than allowed (RFC 6585 §5).</summary>
    HeadTooLarge,

    /// <summary>The head did not come in time (RFC 9110 §15.5.9).</summary>
    HeadTimeout,
}
