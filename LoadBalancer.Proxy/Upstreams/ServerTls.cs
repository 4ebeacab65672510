using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using LoadBalancer.Proxy.Tls;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>
/// How the gateway opens TLS to servers: whom it trusts, what it shows, which name it expects. The name is that of the server's
/// URL, never the <c>Host</c> that a client sends.
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

    /// <summary>The name that all servers are to have; <see langword="null"/> where each has its own.</summary>
    public string? ServerName => _options.ServerName;

    /// <summary>How to open TLS to a server.</summary>
    /// <param name="host">The host of its URL.</param>
    /// <param name="protocols">What is offered (ALPN); <see langword="null"/> where somebody else says so.</param>
#pragma warning disable CA5359 // Where the operator has asked for it in so many words, and is warned at each start.
    public SslClientAuthenticationOptions OptionsFor(string host, List<SslApplicationProtocol>? protocols = null) => new()
    {
        TargetHost = _options.ServerName ?? host,
        ApplicationProtocols = protocols,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        CertificateChainPolicy = _policy,
        ClientCertificateContext = _certificate,
        RemoteCertificateValidationCallback = _options.AcceptAnyCertificate ? static (_, _, _, _) => true : null,
    };
#pragma warning restore CA5359

    private static X509ChainPolicy? PolicyOf(string? authorities)
    {
        if (authorities is null)
        {
            return null;
        }

        // A certificate that a server shows must not make the gateway fetch something from elsewhere.
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
