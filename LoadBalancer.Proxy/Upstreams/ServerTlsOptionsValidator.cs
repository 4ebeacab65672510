using System.Security.Cryptography;
using LoadBalancer.Cluster.Settings;
using LoadBalancer.Proxy.Tls;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>Finds everything that is wrong with the settings of TLS to servers, at start; files are loaded to see.</summary>
internal static class ServerTlsOptionsValidator
{
    private const string Section = $"{GatewaySection.Name}:{nameof(UpstreamOptions.ServerTls)}";

    public static IEnumerable<string?> Check(ServerTlsOptions tls)
    {
        var certificate = tls.Certificate;
        return new[]
        {
            tls.CertificateAuthorities is { } authorities ? CheckAuthorities(authorities) : null,
            tls.ServerName is null
                || Uri.CheckHostName(tls.ServerName) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6 ? null
                : $"{Section}:ServerName: '{tls.ServerName}' is not allowed: it must be a host name or an address.",
            certificate.Hosts is null ? null : $"{Section}:Certificate:Hosts: not allowed: a client's certificate is for no host.",
            certificate.Path is not null || (certificate.KeyPath ?? certificate.Password) is null
                ? null
                : $"{Section}:Certificate:Path: missing: it must be a file with a certificate (PEM or PFX).",
        }
            .Concat(certificate.Path is null ? [] : CertificateOptionsValidator.Check($"{Section}:Certificate", certificate));
    }

    private static string? CheckAuthorities(string path)
    {
        const string Key = $"{Section}:{nameof(ServerTlsOptions.CertificateAuthorities)}";
        if (!CertificateFiles.TryRead(new() { Path = path }, out var files, out var reason))
        {
            return $"{Key}: {reason}";
        }

        try
        {
            return CertificateReader.AllIn(files.Certificate).Count > 0
                ? null
                : $"{Key}: '{path}' is not allowed: it has no certificate in PEM.";
        }
        catch (CryptographicException exception)
        {
            return $"{Key}: '{path}' cannot be used: {exception.Message}";
        }
    }
}
