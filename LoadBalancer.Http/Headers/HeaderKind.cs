namespace LoadBalancer.Http.Headers;

/// <summary>What a field is to a gateway. The order means nothing; <see cref="HeaderFields"/> has room for 32 kinds.</summary>
internal enum HeaderKind : byte
{
    /// <summary>Somebody else's: it passes unchanged.</summary>
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

    /// <summary>Any other field that is meant for one hop (RFC 9110 §7.6.1), or for a proxy and its client (§11.7).</summary>
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

    /// <summary>Any other field by which proxies tell who the client is.</summary>
    Identity,

    /// <summary><c>Strict-Transport-Security</c>, which the gateway says where the server does not.</summary>
    StrictTransport,
}
