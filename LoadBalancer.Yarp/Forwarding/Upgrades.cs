using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>Requests that leave HTTP when they are accepted.</summary>
internal static class Upgrades
{
    /// <summary>Whether a request has left HTTP: its connection was a tunnel from then on, however long that was.</summary>
    public static bool HasHappened(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status101SwitchingProtocols
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    /// <summary>Whether a request asks for an upgrade that is forwarded; others, to <c>h2c</c> for instance, are plain requests.</summary>
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
