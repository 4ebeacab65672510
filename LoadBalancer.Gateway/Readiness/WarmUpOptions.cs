using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Gateway.Readiness;

/// <summary>How a gateway warms up. Configuration section <c>Gateway</c>.</summary>
internal sealed class WarmUpOptions
{
    /// <summary>
    /// How long the gateway warms up at most before it says that it is ready: 0 (off) to 1 min, default 5 s. It serves meanwhile. Only
    /// requests that are relayed have anything to warm up.
    /// </summary>
    public TimeSpan WarmUp { get; set; } = TimeSpan.FromSeconds(5);

    public IEnumerable<string?> Check() => [GatewaySection.CheckRange(nameof(WarmUp), WarmUp, TimeSpan.Zero, TimeSpan.FromMinutes(1))];
}
