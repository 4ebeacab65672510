using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using LoadBalancer.Proxy.Tls;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>
/// The gateway's TLS settings for servers: the trusted authorities, the client certificate, and the expected name. The name is that of the
/// server's URL, never the <c>Host</c> that a client sends.
/// </summary>
internal sealed partial class ServerTls
{
    private readonly ServerTlsOptions _options;
    private readonly X509ChainPolicy? _policy;
    private readonly SslStreamCertificateContext? _certificate;

    public ServerTls(IOptions<UpstreamOptions> options, ILogger<ServerTls> logger)
    {
        _options = options.Value.ServerTls;
        _policy = PolicyOf(_options.CertificateAuthorities);
        _certificate = CertificateOf(_options.Certificate);
        if (_options.AcceptAnyCertificate)
        {
            LogUnverified(logger);
        }
    }

    /// <summary>The name that all servers must have; <see langword="null"/> if each has its own.</summary>
    public string? ServerName => _options.ServerName;

    /// <summary>Returns the TLS options for a server.</summary>
    /// <param name="host">The host of the server's URL.</param>
    /// <param name="protocol">The protocol to offer (ALPN).</param>
    /// <param name="check">The check of the server's certificate.</param>
#pragma warning disable CA5359 // Only if the operator has explicitly enabled it; a warning is logged at each start.
    public SslClientAuthenticationOptions OptionsFor(string host, SslApplicationProtocol protocol, CertificateCheck check) => new()
    {
        TargetHost = _options.ServerName ?? host,
        ApplicationProtocols = [protocol],
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        CertificateChainPolicy = _policy,
        ClientCertificateContext = _certificate,
        RemoteCertificateValidationCallback = _options.AcceptAnyCertificate ? static (_, _, _, _) => true : check.Accept,
    };
#pragma warning restore CA5359

    private static X509ChainPolicy? PolicyOf(string? authorities)
    {
        if (authorities is null)
        {
            return null;
        }

        // A server's certificate must not cause the gateway to download anything.
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(CertificateReader.AllIn(File.ReadAllBytes(authorities)));
        return policy;
    }

    private static SslStreamCertificateContext? CertificateOf(CertificateOptions options)
    {
        if (options.Path is null)
        {
            return null;
        }

        return CertificateFiles.TryRead(options, out var files, out var reason)
            && CertificateReader.TryRead(options, files, out var certificate, out reason)
            ? certificate.Context
            : throw new InvalidOperationException(reason);
    }

    [LoggerMessage(3721, LogLevel.Warning,
        "Gateway:ServerTls:AcceptAnyCertificate disables certificate verification: a man in the middle can read and modify all traffic " +
        "to servers")]
    private static partial void LogUnverified(ILogger logger);
}
