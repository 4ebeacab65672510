using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failover;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>Reads the traits of a request that determine how it may be attempted.</summary>
internal static class ContextTraits
{
    public static RequestTraits Of(HttpContext context)
    {
        var isIdempotent = IdempotentMethods.Contains(context.Request.Method);
        return new(isIdempotent, isIdempotent && Upgrades.IsAskedFor(context), HttpMethods.IsConnect(context.Request.Method));
    }
}
