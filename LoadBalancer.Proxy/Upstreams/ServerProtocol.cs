namespace LoadBalancer.Proxy.Upstreams;

/// <summary>The protocol to servers; clients may use another protocol to the gateway.</summary>
internal enum ServerProtocol
{
    /// <summary>HTTP/1.1.</summary>
    Http1,

    /// <summary>HTTP/2 only: without TLS with prior knowledge (RFC 9113 §3.3), with TLS by ALPN.</summary>
    Http2,
}
