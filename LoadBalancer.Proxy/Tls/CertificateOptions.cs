namespace LoadBalancer.Proxy.Tls;

/// <summary>A certificate with its private key, in files.</summary>
internal sealed class CertificateOptions
{
    /// <summary>
    /// The certificate: PEM, with the certificates between it and its authority in this order, and with the key unless
    /// <see cref="KeyPath"/> is set; or PFX.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>PEM: the private key, encrypted or not.</summary>
    public string? KeyPath { get; set; }

    /// <summary>The password of the key, or of the PFX.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// The host names for which the gateway presents the certificate; wildcards such as <c>*.example.org</c> are allowed. It presents the
    /// first certificate for all other names. A client certificate has none.
    /// </summary>
    /// <value>The names in the certificate; not allowed for a client certificate.</value>
    public string[]? Hosts { get; set; }

    /// <summary>The files that make it up.</summary>
    public IEnumerable<string> Files() => new[] { Path, KeyPath }.OfType<string>();
}
