using System.Net;
using System.Net.Security;
using LoadBalancer.Proxy.Http2;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Listening;
using LoadBalancer.Proxy.Listening.ProxyProtocol;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Proxy.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace LoadBalancer.Proxy.Connections;

/// <summary>
/// Builds the connection pipeline of each listener. Before Kestrel reads a connection's bytes as HTTP they pass the connection limit, the
/// PROXY protocol header, the limit per client, TLS, the protocol detection, and the gate.
/// </summary>
internal sealed class ListenerPipeline(
    ConfiguredListeners listeners, Http2Entry http2, ProtocolChoice choice, ProxyProtocolReader proxyProtocol, TlsHandshake handshake,
    Rejections rejections)
{
    public void ApplyTo(KestrelServerOptions kestrel)
    {
        // The endpoints are read here instead, together with settings that Kestrel's loader does not support.
        kestrel.ConfigurationLoader = null;
        http2.AddTo(kestrel, static endpoint => endpoint.UseHttp2Gate());
        foreach (var listener in listeners.Read())
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
        // Kestrel would log a warning that it cannot serve both protocols without TLS.
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
        endpoint.UseClientPresence();
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
            endpoint.UseConnectionAge();
        }

        endpoint.UseStreamResets();
        if (listener.IsSecure)
        {
            endpoint.UseHandshakeCount(rejections);
            endpoint.UseHttps(handshake.OptionsFor(listener.Protocols));
            endpoint.UseCloseNotify();
            endpoint.UseHandshakeMark();
        }

        endpoint.UseClientPeer();
        if (listener.IsMixed)
        {
            endpoint.Use(next => connection => choice.ServeAsync(connection, next));
        }

        UseGate(endpoint, listener);
    }

    /// <summary>Adds the gate of the connection's protocol, which is known by now.</summary>
    private void UseGate(ListenOptions endpoint, Listener listener)
    {
        if (!listener.Protocols.HasFlag(HttpProtocols.Http2) || listener.IsMixed)
        {
            endpoint.UseRequestGate();
        }
        else if (!listener.IsSecure)
        {
            endpoint.UseHttp2Gate();
        }
        else
        {
            endpoint.Use(next =>
            {
                var negotiated = Http2GateExtensions.Gate(endpoint.ApplicationServices, next);
                var other = listener.Protocols.HasFlag(HttpProtocols.Http1)
                    ? RequestGateExtensions.Gate(endpoint.ApplicationServices, next)
                    : RejectAsync;
                return connection => HasNegotiatedHttp2(connection) ? negotiated(connection) : other(connection);
            });
        }
    }

    private static bool HasNegotiatedHttp2(ConnectionContext connection) =>
        connection.Features.Get<ITlsApplicationProtocolFeature>()?.ApplicationProtocol.Span
            .SequenceEqual(SslApplicationProtocol.Http2.Protocol.Span) == true;

    /// <summary>Ends a connection that has not negotiated the only protocol of its listener; Kestrel would log an error.</summary>
    private Task RejectAsync(ConnectionContext connection)
    {
        rejections.Add(RejectionReason.Tls);
        connection.Abort(new("The connection has not negotiated HTTP/2."));
        return Task.CompletedTask;
    }
}
