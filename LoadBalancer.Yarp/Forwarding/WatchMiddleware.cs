using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Membership;
using LoadBalancer.Proxy.Draining;
using LoadBalancer.Proxy.Telemetry.Requests;
using LoadBalancer.Proxy.Tunnels;
using LoadBalancer.Proxy.Upstreams;
using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// Ends attempts that are silent for too long, with the timeouts for each part of an exchange instead of the single one of YARP, and
/// registers tunnels. Must come after the middleware that begins attempts.
/// </summary>
internal sealed class WatchMiddleware(
    RequestDelegate next, Timeouts timeouts, LeavingServers leaving, OpenTunnels tunnels, TimeProvider timeProvider)
{
    private const string WebSocket = "websocket";

    public async Task InvokeAsync(HttpContext context)
    {
        var server = context.Features.GetRequiredFeature<Attempts>().Server;
        await using var watch = new ExchangeWatch(timeouts, leaving, tunnels, server, timeProvider);
        context.Features.Set(watch);
        var (requestBody, responseBody) = (context.Request.Body, context.Features.GetRequiredFeature<IHttpResponseBodyFeature>());
        context.Request.Body = new WatchedStream(requestBody, watch);
        context.Features.Set<IHttpResponseBodyFeature>(new ReplacedBody(responseBody, new WatchedStream(responseBody.Stream, watch)));
        var ends = context.RequestAborted;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ends, watch.Token);
        context.RequestAborted = either.Token;
        try
        {
            await (MayBecomeTunnel(context) ? WatchTunnelAsync(context, server, watch) : next(context));
        }
        finally
        {
            context.RequestAborted = ends;
            context.Request.Body = requestBody;
            context.Features.Set(responseBody);
        }

        if (watch.End == ExchangeEnd.Client && !context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status408RequestTimeout;
        }
    }

    private static bool MayBecomeTunnel(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
            || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    private async Task WatchTunnelAsync(HttpContext context, Server server, ExchangeWatch watch)
    {
        Tunnel? tunnel = null;
        var onConnection = context.Features.Get<TunnelCount>();
        var (upgrade, connect) = (context.Features.Get<IHttpUpgradeFeature>(), context.Features.Get<IHttpExtendedConnectFeature>());
        if (upgrade is not null)
        {
            context.Features.Set<IHttpUpgradeFeature>(new TunnelUpgrade(upgrade, Open));
        }

        if (connect is not null)
        {
            context.Features.Set<IHttpExtendedConnectFeature>(new TunnelConnect(connect, Open));
        }

        try
        {
            await next(context);
            await (tunnel?.AwaitClientAsync() ?? Task.CompletedTask);
        }
        finally
        {
            context.Features.Set(upgrade);
            context.Features.Set(connect);
            if (tunnel is not null)
            {
                tunnels.Remove(tunnel);
                onConnection?.Leave();
            }
        }

        Stream Open(Stream client)
        {
            var isWebSocket = WebSocket.Equals(connect?.Protocol ?? context.Response.Headers.Upgrade, StringComparison.OrdinalIgnoreCase);
            var upgraded = context.Features.Get<ConnectionUse>()?.Upgraded;
            var ends = new TunnelEnds(upgraded?.EndSending, ClientEnd.Of(context), watch.CutTunnel);
            var stream = new TunnelStream(client, isWebSocket, ends, timeProvider);
            if (upgraded is not null)
            {
                upgraded.AtEnd = stream.EndToClientAsync;
            }

            tunnel = tunnels.Add(server, stream, isWebSocket, watch.CutTunnel);
            onConnection?.Enter();
            watch.Become(tunnel);
            return stream;
        }
    }
}
