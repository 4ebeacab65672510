namespace LoadBalancer.Proxy.Responses;

/// <summary>Why a request or a connection was not served. Its names in telemetry are <see cref="Rejections.NameOf"/>.</summary>
internal enum RejectionReason
{
    /// <summary>It could be read in two ways, or not at all.</summary>
    Malformed,

    /// <summary>Its head took too long.</summary>
    HeadTimeout,

    /// <summary>Its head has too many fields or bytes.</summary>
    HeadSize,

    /// <summary>Its target is too long.</summary>
    Target,

    /// <summary>Its body is too long.</summary>
    BodySize,

    /// <summary>Its body comes too slowly.</summary>
    BodyRate,

    /// <summary>Its response was taken too slowly.</summary>
    AnswerRate,

    /// <summary>It took too long as a whole.</summary>
    RequestTimeout,

    /// <summary>A connection more than all clients may have.</summary>
    Connections,

    /// <summary>A connection more than one client may have.</summary>
    ConnectionsPerClient,

    /// <summary>Its client has sent too many.</summary>
    Rate,

    /// <summary>It was shed.</summary>
    Overload,

    /// <summary>A connection whose client broke off most of its streams.</summary>
    Http2Resets,

    /// <summary>A connection without the PROXY protocol where it is required, or with a malformed one.</summary>
    ProxyProtocol,

    /// <summary>A connection whose TLS handshake failed.</summary>
    Tls,
}
