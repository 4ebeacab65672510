using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace LoadBalancer.Proxy.Tls;

/// <summary>A certificate with its private key and its chain.</summary>
/// <param name="Certificate">The certificate with its key.</param>
/// <param name="Chain">The intermediate certificates, in the order of the file.</param>
internal sealed record LoadedCertificate(X509Certificate2 Certificate, X509Certificate2Collection Chain)
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(7);

    /// <summary>The host names in the certificate.</summary>
    public string[] DnsNames { get; } =
    [
        .. Certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateDnsNames()),
    ];

    /// <summary>
    /// The context for handshakes. Created once, since session resumption depends on it. Missing certificates of the chain are not
    /// downloaded.
    /// </summary>
    public SslStreamCertificateContext Context { get; } = SslStreamCertificateContext.Create(Certificate, Chain, offline: true);

    /// <summary>The end of the validity period, in UTC.</summary>
    public DateTime NotAfter { get; } = Certificate.NotAfter.ToUniversalTime();

    private DateTime NotBefore { get; } = Certificate.NotBefore.ToUniversalTime();

    /// <summary>
    /// Returns why clients reject the certificate at a time, or soon will; <see langword="null"/> if there is no reason for a warning.
    /// </summary>
    public string? WarningAt(DateTimeOffset now) =>
        now.UtcDateTime > NotAfter ? $"it expired at {NotAfter:u}"
        : now.UtcDateTime < NotBefore ? $"it is valid only from {NotBefore:u}"
        : now.UtcDateTime + Soon > NotAfter ? $"it expires at {NotAfter:u}"
        : null;
}
