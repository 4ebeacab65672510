namespace LoadBalancer.Proxy.Tls;

/// <summary>A certificate with its private key, in files.</summary>
internal sealed class CertificateOptions
{
    /// <summary>
    /// PEM: the certificate and those between it and its authority, in this order, the key too if <see cref="KeyPath"/> is not
    /// set; or PFX.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>PEM: the private key.</summary>
    public string? KeyPath { get; set; }

    /// <summary>What the key, or the PFX, is encrypted with.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// The host names that it is shown for, also such as <c>*.example.org</c>; default those that it names itself. A client certificate has
    /// none.
    /// </summary>
    public string[]? Hosts { get; set; }

    /// <summary>The files that make it up.</summary>
    public IEnumerable<string> Files() => new[] { Path, KeyPath }.OfType<string>();
}
