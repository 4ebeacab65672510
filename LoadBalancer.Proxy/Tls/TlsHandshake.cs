using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace LoadBalancer.Proxy.Tls;

/// <summary>Configures the handshakes with clients.</summary>
internal sealed class TlsHandshake(CertificateState certificates, TlsOptions options)
{
    /// <summary>What clients offer that use nothing newer (IANA's ALPN protocol IDs), such as <c>curl --http1.0</c>.</summary>
    private static readonly SslApplicationProtocol Http10 = new("http/1.0");

    /// <summary>Returns the handshake options of connections with the given protocols.</summary>
    public TlsHandshakeCallbackOptions OptionsFor(HttpProtocols protocols)
    {
        var versions = options.MinimumVersion == TlsVersion.Tls13 ? SslProtocols.Tls13 : SslProtocols.Tls12 | SslProtocols.Tls13;
        var names = NamesOf(protocols);
        return new()
        {
            HandshakeTimeout = options.HandshakeTimeout,
            OnConnection = context => ValueTask.FromResult(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = certificates.Current.For(context.ClientHelloInfo.ServerName).Context,
                EnabledSslProtocols = versions,

                // QUIC sets its own protocols.
                ApplicationProtocols = context.SslStream is null ? null : names,
            }),
        };
    }

    private static List<SslApplicationProtocol> NamesOf(HttpProtocols protocols) =>
    [
        .. protocols.HasFlag(HttpProtocols.Http2) ? [SslApplicationProtocol.Http2] : Array.Empty<SslApplicationProtocol>(),
        .. protocols.HasFlag(HttpProtocols.Http1) ? [SslApplicationProtocol.Http11, Http10] : Array.Empty<SslApplicationProtocol>(),
    ];
}
