namespace LoadBalancer.Proxy.Upstreams;

/// <summary>What is spoken to servers; clients may speak another protocol to the gateway.</summary>
internal enum ServerProtocol
{
    /// <summary>HTTP/1.1.</summary>
    Http1,

    /// <summary>HTTP/2 and nothing else: without TLS from the first byte on (prior knowledge, RFC 9113 §3.3), with TLS by ALPN.</summary>
    Http2,
}
