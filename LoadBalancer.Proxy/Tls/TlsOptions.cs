using System.ComponentModel.DataAnnotations;
using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Tls;

/// <summary>TLS to clients. Configuration section <c>Gateway:Tls</c>.</summary>
internal sealed class TlsOptions : IValidatableObject
{
    /// <summary>The certificates for clients: the one for the host name that the client sends (SNI), otherwise the first.</summary>
    [Entries(64)]
    public CertificateOptions[]? Certificates { get; set; }

    /// <summary>The minimum TLS version.</summary>
    [OneOf<TlsVersion>]
    public TlsVersion MinimumVersion { get; set; } = TlsVersion.Tls12;

    /// <summary>How long a handshake may take.</summary>
    [Between("00:00:00.100", "00:01:00")]
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the certificates' files are checked for a change.</summary>
    [Between("00:00:00.100", "1.00:00:00")]
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long browsers must use https only (<c>Strict-Transport-Security</c>); 0 sends no such header. A server's own header passes
    /// unchanged.
    /// </summary>
    [Between("00:00:00", "3650.00:00:00")]
    public TimeSpan Hsts { get; set; }

    /// <summary>Whether <see cref="Hsts"/> applies to the host's subdomains too.</summary>
    public bool HstsSubdomains { get; set; }

    /// <summary>Whether requests over http are redirected to https (308); the gateway's own endpoints are served on both.</summary>
    public bool Redirect { get; set; }

    /// <summary>The port that requests are redirected to.</summary>
    /// <value>That of the only https address.</value>
    [Between(1, ushort.MaxValue)]
    public int? RedirectPort { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var section = SettingKey.OfSection(validationContext);
        var certificates = (Certificates ?? []).SelectMany((certificate, index) =>
            CertificateRules.Check(SettingKey.OfEntry($"{section}:{nameof(Certificates)}", index), certificate));
        string[] port = RedirectPort is null || Redirect ? []
            : [$"{section}:{nameof(RedirectPort)}: not allowed without {section}:{nameof(Redirect)}."];
        return certificates.Concat(port).Select(failure => new ValidationResult(failure));
    }
}
