using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.Listening.Tls;

/// <summary>What a client is offered in its handshake.</summary>
internal sealed class TlsHandshake(CertificateState certificates, IOptions<ListeningOptions> options)
{
    private readonly TlsOptions _options = options.Value.Tls;

    /// <summary>The handshake of connections on which some protocols are spoken.</summary>
    public TlsHandshakeCallbackOptions OptionsFor(HttpProtocols protocols)
    {
        var versions = _options.MinimumVersion == TlsVersion.Tls13 ? SslProtocols.Tls13 : SslProtocols.Tls12 | SslProtocols.Tls13;
        var names = NamesOf(protocols);
        return new()
        {
            HandshakeTimeout = _options.HandshakeTimeout,
            OnConnection = context => ValueTask.FromResult(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = certificates.Current.For(context.ClientHelloInfo.ServerName).Context,
                EnabledSslProtocols = versions,

                // QUIC has its own.
                ApplicationProtocols = context.SslStream is null ? null : names,
            }),
        };
    }

    private static List<SslApplicationProtocol> NamesOf(HttpProtocols protocols) =>
    [
        .. protocols.HasFlag(HttpProtocols.Http2) ? [SslApplicationProtocol.Http2] : Array.Empty<SslApplicationProtocol>(),
        .. protocols.HasFlag(HttpProtocols.Http1) ? [SslApplicationProtocol.Http11] : Array.Empty<SslApplicationProtocol>(),
    ];
}
