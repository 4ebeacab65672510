namespace LoadBalancer.Proxy.Tls;

/// <summary>A certificate with its private key, in files.</summary>
internal sealed class CertificateOptions
{
    /// <summary>
    /// The certificate. A PEM file contains the certificate, the intermediate certificates in order, and the key unless
    /// <see cref="KeyPath"/> is set. A PFX file contains the key too.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>PEM: the private key, encrypted or not.</summary>
    public string? KeyPath { get; set; }

    /// <summary>The password of the key, or of the PFX.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// The host names that the certificate is used for, including wildcards such as <c>*.example.org</c>; the first certificate is used for
    /// all other names. Not allowed for a client certificate.
    /// </summary>
    /// <value>The names in the certificate; not allowed for a client certificate.</value>
    public string[]? Hosts { get; set; }

    /// <summary>The files that make it up.</summary>
    public IEnumerable<string> Files() => new[] { Path, KeyPath }.OfType<string>();
}
