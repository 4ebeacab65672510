namespace LoadBalancer.Proxy.Tls;

/// <summary>The oldest version of TLS that clients may speak.</summary>
internal enum TlsVersion
{
    /// <summary>1.2 and 1.3.</summary>
    Tls12,

    /// <summary>1.3 alone.</summary>
    Tls13,
}
