using LoadBalancer.Core.Failover;

namespace LoadBalancer.Gateway.Retries;

/// <summary>What of a request decides how it may be tried.</summary>
/// <param name="IsIdempotent">Whether its repetition has the effect of one request.</param>
/// <param name="IsUpgrade">Whether it asks to leave HTTP.</param>
/// <param name="IsTunnel">Whether its content has no end that could be waited for.</param>
internal readonly record struct RequestTraits(bool IsIdempotent, bool IsUpgrade = false, bool IsTunnel = false)
{
    public static RequestTraits Of(HttpContext context)
    {
        var isIdempotent = IdempotentMethods.Contains(context.Request.Method);
        return new(isIdempotent, isIdempotent && Upgrades.IsAskedFor(context), HttpMethods.IsConnect(context.Request.Method));
    }
}
