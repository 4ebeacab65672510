using LoadBalancer.Cluster.Exchange;

namespace LoadBalancer.Simulator.Clusters.Gateways;

/// <summary>A simulated gateway has no limits, so that it rejects nothing.</summary>
internal sealed class NoRejections : IRejectionCount
{
    public long Total => 0;
}
