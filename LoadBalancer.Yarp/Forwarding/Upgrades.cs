using System.Text;
using LoadBalancer.Http.Messages;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>Requests that switch from HTTP to another protocol when they are accepted.</summary>
internal static class Upgrades
{
    /// <summary>Whether a request has switched protocols; its connection was a tunnel from then on, for any length of time.</summary>
    public static bool HasHappened(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status101SwitchingProtocols
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    /// <summary>Whether a request asks for an upgrade. The gate has removed upgrades that are not forwarded.</summary>
    public static bool IsAskedFor(HttpContext context) => context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true };

    /// <summary>Removes protocols that are not forwarded from a request that also asks for others.</summary>
    public static void KeepForwarded(HttpContext context)
    {
        var protocols = context.Request.Headers.GetCommaSeparatedValues(HeaderNames.Upgrade);
        context.Request.Headers.Upgrade = string.Join(
            ", ", protocols.Where(protocol => UpgradeRequest.IsForwarded(Encoding.Latin1.GetBytes(protocol))));
    }
}
