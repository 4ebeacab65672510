using System.Net;
using LoadBalancer.Proxy.Clients;
using LoadBalancer.Proxy.Exchange;
using LoadBalancer.Proxy.Listening;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Proxy.Runtime;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Net.Http.Headers;

namespace LoadBalancer.Proxy.Connections;

internal static class RequestGateExtensions
{
    public static void AddRequestGate(this IServiceCollection services)
    {
        services.AddSingleton<DateLine>();
        services.AddSingleton<LocalResponses>();
        services.AddSingleton<GateRejections>();
        services.AddSingleton<GateServices>();
    }

    /// <summary>Provides the <see cref="ClientPeer"/> of each connection as a feature. Call after TLS.</summary>
    public static void UseClientPeer(this IConnectionBuilder connections)
    {
        var trusted = connections.ApplicationServices.GetRequiredService<TrustedProxies>();
        connections.Use(next => connection =>
        {
            var address = ClientAddress.Unmap((connection.RemoteEndPoint as IPEndPoint)?.Address);
            connection.Features.Set(new ClientPeer(address, connection.Features.Get<ITlsHandshakeFeature>() is not null, trusted));
            return next(connection);
        });
    }

    /// <summary>
    /// Adds a gate in front of the rest of each connection's pipeline; every connection must use HTTP/1.1. Call after
    /// <see cref="UseClientPeer"/>.
    /// </summary>
    public static void UseRequestGate(this IConnectionBuilder connections) =>
        connections.Use(next => Gate(connections.ApplicationServices, next));

    /// <summary>Returns a pipeline for connections that use HTTP/1.1: a gate, and what follows.</summary>
    public static ConnectionDelegate Gate(IServiceProvider provider, ConnectionDelegate next)
    {
        var services = provider.GetRequiredService<GateServices>();
        var relay = provider.GetRequiredService<RelayServices>();
        return connection =>
        {
            var (input, output) = (connection.Transport.Input, connection.Transport.Output);
            var peer = connection.Features.GetRequiredFeature<ClientPeer>();
            var gate = new RequestGate(
                input,
                output,
                peer.IsSecure,
                services,
                relay.Routing.Rules.AreFor(connection.Features.Get<Listener>())
                    ? head => new(relay, connection, input, output, head, peer)
                    : null,
                connection.Features.Get<IConnectionTimeoutFeature>);
            connection.Transport = new GatedTransport(gate, output);
            connection.Features.Set(gate);
            var closing = connection.Features.Get<IConnectionLifetimeNotificationFeature>();
            closing?.ConnectionClosedRequested.UnsafeRegister(static gate => ((RequestGate)gate!).CloseNext(), gate);
            connection.Features.Set<IConnectionLifetimeNotificationFeature>(new AnnouncedClose(closing));
            connection.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(static gate => ((RequestGate)gate).OnHeartbeat(), gate);
            return next(connection);
        };
    }

    /// <summary>Ends connections that have reached their age.</summary>
    public static void UseConnectionAge(this IConnectionBuilder connections)
    {
        var age = connections.ApplicationServices.GetRequiredService<ConnectionAge>();
        if (!age.IsOn)
        {
            return;
        }

        connections.Use(next => connection =>
        {
            age.Begin(connection);
            return next(connection);
        });
    }

    /// <summary>
    /// Announces the close with the response of a request that is not relayed, if the connection is to be closed. Must come before what
    /// responds.
    /// </summary>
    public static void UseAnnouncedClose(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        if (context.Features.Get<RequestGate>() is not null)
        {
            context.Response.OnStarting(static context => AnnounceClose((HttpContext)context), context);
        }

        return next(context);
    });

    private static Task AnnounceClose(HttpContext context)
    {
        if (context.Response.StatusCode != StatusCodes.Status101SwitchingProtocols
            && context.Features.Get<RequestGate>() is { ClosesNext: true })
        {
            context.Response.Headers.Append(HeaderNames.Connection, "close");
        }

        return Task.CompletedTask;
    }

    /// <summary>Notifies the connection when a request turns its connection into a tunnel.</summary>
    public static void UseTunnelNotice(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade
            && context.Features.Get<RequestGate>() is { } gate)
        {
            context.Features.Set<IHttpUpgradeFeature>(new GatedUpgrade(upgrade, gate));
        }

        return next(context);
    });
}
