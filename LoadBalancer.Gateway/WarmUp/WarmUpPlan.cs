using LoadBalancer.Gateway.Readiness;
using LoadBalancer.Proxy.Exchange;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.WarmUp;

/// <summary>Whether a gateway warms up, and for how long at most. Only where requests are relayed is there anything to warm up.</summary>
internal sealed class WarmUpPlan(IOptions<WarmUpOptions> options, RelayRules relay)
{
    public TimeSpan Longest => options.Value.WarmUp;

    public bool IsWanted => Longest > TimeSpan.Zero && relay.IsOn;
}
