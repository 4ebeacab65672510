using LoadBalancer.Proxy.Tls;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>TLS to servers with an https URL. Configuration section <c>Gateway:ServerTls</c>.</summary>
internal sealed class ServerTlsOptions
{
    /// <summary>PEM: the authorities whose certificates servers may have, in place of those that the machine trusts.</summary>
    public string? CertificateAuthorities { get; set; }

    /// <summary>What the gateway shows to servers that ask for a certificate; default none.</summary>
    public CertificateOptions Certificate { get; set; } = new();

    /// <summary>
    /// The name that servers' certificates must have, and that they are asked for (SNI); default the host of each server's URL.
    /// </summary>
    public string? ServerName { get; set; }

    /// <summary>Takes whatever certificate a server shows: whoever can come between reads and changes everything. Default no.</summary>
    public bool AcceptAnyCertificate { get; set; }
}
