namespace LoadBalancer.Proxy.Upstreams;

/// <summary>Why no connection to a server was opened; the causes of RFC 9209 §2.3.</summary>
internal enum DialFailure
{
    /// <summary>A connection was opened.</summary>
    None,

    /// <summary>The server's name has no address (<c>dns_error</c>).</summary>
    DnsError,

    /// <summary>The server's machine refused the connection (<c>connection_refused</c>).</summary>
    ConnectionRefused,

    /// <summary>The connection was not opened in time (<c>connection_timeout</c>).</summary>
    ConnectionTimeout,

    /// <summary>
    /// The server's machine cannot be reached, or the connection broke (<c>destination_ip_unroutable</c>, <c>connection_terminated</c>).
    /// </summary>
    Unreachable,

    /// <summary>The TLS handshake failed (<c>tls_protocol_error</c>, <c>tls_certificate_error</c>).</summary>
    TlsError,

    /// <summary>The caller no longer wants the connection.</summary>
    Cancelled,
}
