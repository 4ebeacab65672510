using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failover;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>Reads from a request what decides how it may be attempted.</summary>
internal static class ContextTraits
{
    public static RequestTraits Of(HttpContext context)
    {
        var isIdempotent = IdempotentMethods.Contains(context.Request.Method);
        return new(isIdempotent, isIdempotent && Upgrades.IsAskedFor(context), HttpMethods.IsConnect(context.Request.Method));
    }
}
