using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using LoadBalancer.Cluster.Settings;
using LoadBalancer.Proxy.Tls;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>TLS to servers with an https URL. Configuration section <c>Gateway:ServerTls</c>.</summary>
internal sealed class ServerTlsOptions : IValidatableObject
{
    /// <summary>PEM: the authorities of the certificates of servers with an <c>https://</c> URL.</summary>
    /// <value>Those that the machine trusts.</value>
    public string? CertificateAuthorities { get; set; }

    /// <summary>The certificate that the gateway shows to servers that ask for one.</summary>
    public CertificateOptions Certificate { get; set; } = new();

    /// <summary>The name that servers' certificates must have, sent as SNI.</summary>
    /// <value>The host of each server's URL.</value>
    [HostName]
    public string? ServerName { get; set; }

    /// <summary>
    /// Whether certificate verification is disabled: anyone who can intercept the connection can then read and modify everything. Logged as
    /// a warning at each start.
    /// </summary>
    public bool AcceptAnyCertificate { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var section = SettingKey.OfSection(validationContext);
        return CheckAuthorities($"{section}:{nameof(CertificateAuthorities)}")
            .Concat(CheckCertificate($"{section}:{nameof(Certificate)}"))
            .Select(failure => new ValidationResult(failure));
    }

    private IEnumerable<string> CheckCertificate(string section)
    {
        string[] hosts = Certificate.Hosts is null ? [] : [$"{section}:Hosts: not allowed for a client certificate."];
        return (Certificate.Path ?? Certificate.KeyPath ?? Certificate.Password) is null ? hosts
            : hosts.Concat(CertificateRules.Check(section, Certificate));
    }

    private IEnumerable<string> CheckAuthorities(string key)
    {
        if (CertificateAuthorities is not { } path)
        {
            return [];
        }

        if (!CertificateFiles.TryRead(new() { Path = path }, out var files, out var reason))
        {
            return [$"{key}: {reason}"];
        }

        try
        {
            return CertificateReader.AllIn(files.Certificate).Count > 0
                ? []
                : [$"{key}: '{path}' is not allowed: it contains no certificate in PEM format."];
        }
        catch (CryptographicException exception)
        {
            return [$"{key}: '{path}' cannot be used: {exception.Message}"];
        }
    }
}
