namespace LoadBalancer.Http.Headers;

/// <summary>
/// The kinds of headers that a gateway distinguishes. The order has no meaning; <see cref="HeaderFields"/> supports 32 kinds.
/// </summary>
internal enum HeaderKind : byte
{
    /// <summary>Any other header, which is forwarded unchanged.</summary>
    Other,

    /// <summary><c>Host</c>.</summary>
    Host,

    /// <summary><c>Connection</c>.</summary>
    Connection,

    /// <summary><c>Content-Length</c>.</summary>
    ContentLength,

    /// <summary><c>Transfer-Encoding</c>.</summary>
    TransferEncoding,

    /// <summary><c>TE</c>.</summary>
    Te,

    /// <summary><c>Upgrade</c>.</summary>
    Upgrade,

    /// <summary>Any other hop-by-hop header (RFC 9110 §7.6.1), or one between a proxy and its client (§11.7).</summary>
    HopByHop,

    /// <summary><c>Expect</c>.</summary>
    Expect,

    /// <summary><c>Max-Forwards</c>.</summary>
    MaxForwards,

    /// <summary><c>Via</c>.</summary>
    Via,

    /// <summary><c>Date</c>.</summary>
    Date,

    /// <summary><c>traceparent</c>.</summary>
    TraceParent,

    /// <summary><c>tracestate</c>.</summary>
    TraceState,

    /// <summary><c>X-Forwarded-For</c>.</summary>
    ForwardedFor,

    /// <summary><c>X-Forwarded-Host</c>.</summary>
    ForwardedHost,

    /// <summary><c>X-Forwarded-Proto</c>.</summary>
    ForwardedProto,

    /// <summary><c>Forwarded</c>.</summary>
    Forwarded,

    /// <summary>Any other header by which proxies identify the client.</summary>
    Identity,

    /// <summary><c>Strict-Transport-Security</c>, which the gateway adds if the server sends none.</summary>
    StrictTransport,
}
