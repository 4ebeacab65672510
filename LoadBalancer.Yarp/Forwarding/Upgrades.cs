using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>Requests that switch from HTTP to another protocol when they are accepted.</summary>
internal static class Upgrades
{
    /// <summary>Whether a request has switched protocols; its connection was a tunnel from then on, for any length of time.</summary>
    public static bool HasHappened(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status101SwitchingProtocols
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    /// <summary>
    /// Whether a request asks for an upgrade that is forwarded; requests for others, such as <c>h2c</c>, are forwarded as plain requests.
    /// </summary>
    public static bool IsAskedFor(HttpContext context)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true })
        {
            return false;
        }

        var protocol = context.Request.Headers.Upgrade.ToString();
        return protocol.Equals("websocket", StringComparison.OrdinalIgnoreCase)
            || protocol.StartsWith("SPDY/", StringComparison.OrdinalIgnoreCase);
    }
}
