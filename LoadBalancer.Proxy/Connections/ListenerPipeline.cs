using System.Net;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Listening;
using LoadBalancer.Proxy.Listening.ProxyProtocol;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Proxy.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Connections;

/// <summary>
/// What the bytes of a connection pass before Kestrel reads them as HTTP, listener by listener: the limit on all of them, the PROXY
/// protocol's header, the limit by client, TLS, the choice of the protocol, the gate.
/// </summary>
internal sealed class ListenerPipeline(
    IConfiguration configuration, IOptions<ListeningOptions> options, Http2Entry http2, ProtocolChoice choice,
    ProxyProtocolReader proxyProtocol, TlsHandshake handshake, Rejections rejections)
{
    public void ApplyTo(KestrelServerOptions kestrel)
    {
        // Its endpoints are read here, with what they cannot say.
        kestrel.ConfigurationLoader = null;
        http2.AddTo(kestrel);
        foreach (var listener in ListenerSettings.Read(configuration, options.Value).Listeners)
        {
            Add(kestrel, listener);
        }
    }

    public void Add(KestrelServerOptions kestrel, Listener listener) =>
        Listen(kestrel, listener.Address, endpoint => Build(endpoint, listener));

    private static void Listen(KestrelServerOptions kestrel, BindingAddress address, Action<ListenOptions> build)
    {
        if (address.IsUnixPipe)
        {
            kestrel.ListenUnixSocket(address.UnixPipePath, build);
        }
        else if (address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            kestrel.ListenLocalhost(address.Port, build);
        }
        else if (IPAddress.TryParse(address.Host, out var ip))
        {
            kestrel.Listen(ip, address.Port, build);
        }
        else
        {
            kestrel.ListenAnyIP(address.Port, build);
        }
    }

    private void Build(ListenOptions endpoint, Listener listener)
    {
        // Kestrel would say in its log that it cannot do both.
        endpoint.Protocols = listener.IsMixed ? HttpProtocols.Http1 : listener.Protocols;
        endpoint.Use(next => connection =>
        {
            connection.Features.Set(listener);
            return next(connection);
        });
        ((IMultiplexedConnectionBuilder)endpoint).Use(next => connection =>
        {
            connection.Features.Set(listener);
            return next(connection);
        });
        if (!listener.IsManagement)
        {
            endpoint.UseConnectionLimit();
        }

        if (listener.TakesProxyProtocol)
        {
            endpoint.Use(next => connection => proxyProtocol.ServeAsync(connection, next));
        }

        if (!listener.IsManagement)
        {
            endpoint.UseClientConnectionLimit();
        }

        endpoint.UseStreamResets();
        if (listener.IsSecure)
        {
            endpoint.UseHandshakeCount(rejections);
            endpoint.UseHttps(handshake.OptionsFor(listener.Protocols));
            endpoint.UseHandshakeMark();
        }
        else if (listener.IsMixed)
        {
            endpoint.Use(next => connection => choice.ServeAsync(connection, next));
        }

        if (listener.Protocols.HasFlag(HttpProtocols.Http1))
        {
            endpoint.UseRequestGate();
        }
    }
}
