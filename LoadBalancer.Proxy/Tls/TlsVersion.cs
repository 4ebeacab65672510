namespace LoadBalancer.Proxy.Tls;

/// <summary>The minimum version of TLS for clients.</summary>
internal enum TlsVersion
{
    /// <summary>TLS 1.2 and 1.3.</summary>
    Tls12,

    /// <summary>TLS 1.3 only.</summary>
    Tls13,
}
