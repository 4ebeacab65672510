namespace LoadBalancer.Proxy.Http2;

/// <summary>Why an HTTP/2 connection must end (RFC 9113 §5.4.1).</summary>
internal enum ConnectionFault
{
    /// <summary>It need not end.</summary>
    None,

    /// <summary>A header block cannot be decoded: COMPRESSION_ERROR.</summary>
    Compression,

    /// <summary>A frame is malformed, or not allowed here: PROTOCOL_ERROR.</summary>
    Protocol,

    /// <summary>A header block has too many bytes or frames (CVE-2024-27316): PROTOCOL_ERROR.</summary>
    BlockSize,

    /// <summary>A header block was not received in time: PROTOCOL_ERROR.</summary>
    BlockTimeout,
}
