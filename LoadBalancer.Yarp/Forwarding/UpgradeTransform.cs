using System.Net;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// Forwards upgrades to any protocol with the client's method. YARP forwards only those to WebSockets and SPDY, as GET, and adds their
/// headers after all transforms. Runs after <see cref="RequestHeaderTransform"/>, which drops the client's headers.
/// </summary>
internal sealed class UpgradeTransform : RequestTransform
{
    private const string WebSocket = "websocket";
    private const string Spdy = "SPDY/";

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var (received, request) = (context.HttpContext.Request, context.ProxyRequest);
        if (request.Version < HttpVersion.Version20 && Upgrades.IsAskedFor(context.HttpContext))
        {
            request.Method = HttpMethod.Parse(received.Method);
            var protocols = received.Headers.Upgrade.ToString();
            if (!AddsItself(protocols))
            {
                request.Headers.TryAddWithoutValidation(HeaderNames.Connection, HeaderNames.Upgrade);
                request.Headers.TryAddWithoutValidation(HeaderNames.Upgrade, protocols);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Whether YARP adds the headers.</summary>
    private static bool AddsItself(string protocols) =>
        protocols.Equals(WebSocket, StringComparison.OrdinalIgnoreCase) || protocols.StartsWith(Spdy, StringComparison.OrdinalIgnoreCase);
}
