using LoadBalancer.Proxy.Connections;
using LoadBalancer.Proxy.Exchange.Streams;
using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// Passes requests to the gateway's own relay, which serves everything between a client and an HTTP/1.1 server but tunnels; YARP serves
/// the rest: tunnels, HTTP/2 to servers, and all requests if <c>Gateway:Relay</c> is off.
/// </summary>
internal sealed class StreamRelayMiddleware(RequestDelegate next, StreamRelays relays)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (Upgrades.IsAskedFor(context))
        {
            Upgrades.KeepForwarded(context);
            return next(context);
        }

        return relays.AreOn && context.Features.Get<IHttpExtendedConnectFeature>() is not { IsExtendedConnect: true }
            ? relays.ServeAsync(context, context.Features.Get<RequestGate>()?.Head.ConnectionHeaders ?? [])
            : next(context);
    }
}
