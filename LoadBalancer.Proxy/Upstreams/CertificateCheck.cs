using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>
/// Checks the server's certificate in one handshake, and keeps in words what is wrong with it. Not thread-safe.
/// </summary>
/// <param name="host">The name that the certificate must have.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class CertificateCheck(string host, TimeProvider timeProvider)
{
    private const int MostNames = 5;

    /// <summary>What is wrong with the certificate; <see langword="null"/> if it was accepted, or if none has been checked.</summary>
    public string? Problem { get; private set; }

    /// <summary>The callback of the handshake.</summary>
    /// <returns>Whether the certificate is accepted.</returns>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        Problem = certificate is X509Certificate2 own
            ? string.Join("; ", ProblemsOf(own, chain, errors).Distinct(StringComparer.Ordinal))
            : "the server sent no certificate";
        return false;
    }

    private IEnumerable<string> ProblemsOf(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            yield return $"the certificate is issued for {NamesOf(certificate)} while the host is {host}";
        }

        foreach (var (index, element) in chain?.ChainElements.Index() ?? [])
        {
            var subject = index == 0
                ? "the certificate"
                : $"the certificate of the authority {ServerText.Clean(element.Certificate.Subject)}";
            foreach (var status in element.ChainElementStatus)
            {
                yield return ProblemOf(status.Status, subject, element.Certificate);
            }
        }
    }

    private string ProblemOf(X509ChainStatusFlags status, string subject, X509Certificate2 certificate) => status switch
    {
        X509ChainStatusFlags.NotTimeValid when certificate.NotBefore > timeProvider.GetUtcNow().UtcDateTime.ToLocalTime() =>
            $"{subject} is valid only from {TimeOf(certificate.NotBefore)}",
        X509ChainStatusFlags.NotTimeValid => $"{subject} expired on {TimeOf(certificate.NotAfter)}",
        X509ChainStatusFlags.Revoked => $"{subject} is revoked",
        X509ChainStatusFlags.UntrustedRoot when subject == "the certificate" => "the certificate is self-signed and not trusted",
        X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain =>
            $"the certificate is not issued by a trusted authority but by {ServerText.Clean(certificate.Issuer)}",
        X509ChainStatusFlags.NotValidForUsage => $"{subject} is not meant for a server",
        X509ChainStatusFlags.NotSignatureValid => $"{subject} is not signed by {ServerText.Clean(certificate.Issuer)}",
        _ => $"{subject} was not accepted: {status}",
    };

    /// <summary>Returns the names for which the certificate is valid (RFC 9525 §2): the subject's common name is not among them.</summary>
    private static string NamesOf(X509Certificate2 certificate)
    {
        try
        {
            var alternatives = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToArray();
            string[] names =
            [
                .. alternatives.SelectMany(extension => extension.EnumerateDnsNames()).Select(ServerText.Clean),
                .. alternatives.SelectMany(extension => extension.EnumerateIPAddresses()).Select(address => address.ToString()),
            ];
            return names.Length == 0 ? $"no host, only for {ServerText.Clean(certificate.Subject)}"
                : string.Join(", ", names.Take(MostNames)) + (names.Length > MostNames ? ", …" : "");
        }
        catch (CryptographicException)
        {
            return "names that cannot be decoded";
        }
    }

    private static string TimeOf(DateTime local) => local.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture);
}
