using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace LoadBalancer.Proxy.Tls;

/// <summary>A certificate with its private key and those that lead to its authority.</summary>
/// <param name="Certificate">It, with its key.</param>
/// <param name="Chain">Those between it and its authority, as the file has them.</param>
internal sealed record LoadedCertificate(X509Certificate2 Certificate, X509Certificate2Collection Chain)
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(7);

    /// <summary>The host names that it is for, by its own word.</summary>
    public string[] DnsNames { get; } =
    [
        .. Certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateDnsNames()),
    ];

    /// <summary>What a handshake shows: made once, since resumption goes by it. Nothing is fetched from elsewhere to complete it.</summary>
    public SslStreamCertificateContext Context { get; } = SslStreamCertificateContext.Create(Certificate, Chain, offline: true);

    /// <summary>The last moment in which it is valid, in UTC.</summary>
    public DateTime NotAfter { get; } = Certificate.NotAfter.ToUniversalTime();

    private DateTime NotBefore { get; } = Certificate.NotBefore.ToUniversalTime();

    /// <summary>Why clients do not take it at a time, or soon will not; <see langword="null"/> where nothing is to be said.</summary>
    public string? WarningAt(DateTimeOffset now) =>
        now.UtcDateTime > NotAfter ? $"it expired at {NotAfter:u}"
        : now.UtcDateTime < NotBefore ? $"it is valid only from {NotBefore:u}"
        : now.UtcDateTime + Soon > NotAfter ? $"it expires at {NotAfter:u}"
        : null;
}
