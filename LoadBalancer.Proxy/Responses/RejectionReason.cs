namespace LoadBalancer.Proxy.Responses;

/// <summary>Why a request or a connection was rejected. <see cref="Rejections.NameOf"/> returns the names used in telemetry.</summary>
internal enum RejectionReason
{
    /// <summary>The request is ambiguous or malformed.</summary>
    Malformed,

    /// <summary>The head was not received in time.</summary>
    HeadTimeout,

    /// <summary>The head has too many headers or bytes.</summary>
    HeadSize,

    /// <summary>The target is too long.</summary>
    Target,

    /// <summary>The body is too long.</summary>
    BodySize,

    /// <summary>The body was sent too slowly.</summary>
    BodyRate,

    /// <summary>The response was read too slowly.</summary>
    ResponseRate,

    /// <summary>The request as a whole took too long.</summary>
    RequestTimeout,

    /// <summary>The connection exceeds the limit for all clients.</summary>
    Connections,

    /// <summary>The connection exceeds the limit per client.</summary>
    ConnectionsPerClient,

    /// <summary>The client exceeded its request rate.</summary>
    Rate,

    /// <summary>The request was shed.</summary>
    Overload,

    /// <summary>The client reset most of the streams of its connection.</summary>
    Http2Resets,

    /// <summary>The connection lacks a required PROXY protocol header, or has a malformed one.</summary>
    ProxyProtocol,

    /// <summary>The connection's TLS handshake failed.</summary>
    Tls,
}
