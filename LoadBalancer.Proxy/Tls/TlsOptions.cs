namespace LoadBalancer.Proxy.Tls;

/// <summary>TLS to clients. Configuration section <c>Gateway:Tls</c>.</summary>
internal sealed class TlsOptions
{
    /// <summary>What is shown to clients: the one whose host they ask for (SNI), else the first. At most 64.</summary>
    public CertificateOptions[]? Certificates { get; set; }

    /// <summary>The oldest version: <c>Tls12</c> (default) or <c>Tls13</c>.</summary>
    public TlsVersion MinimumVersion { get; set; } = TlsVersion.Tls12;

    /// <summary>How long a handshake may take: 100 ms to 1 min, default 10 s.</summary>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the files are looked at for a change: 100 ms to 1 day, default 10 s.</summary>
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long browsers are to use https only (<c>Strict-Transport-Security</c>): 0 (off, the default) to 10 years.</summary>
    public TimeSpan Hsts { get; set; }

    /// <summary>Whether that holds for the host's subdomains. Default no.</summary>
    public bool HstsSubdomains { get; set; }

    /// <summary>Whether requests over http are sent to https (308). Default no.</summary>
    public bool Redirect { get; set; }

    /// <summary>The port that they are sent to; default that of the only address with https.</summary>
    public int? RedirectPort { get; set; }
}
