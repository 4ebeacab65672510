using LoadBalancer.Cluster.Exchange;

namespace LoadBalancer.Simulator.Clusters.Gateways;

/// <summary>A rejection count that is always zero: a simulated gateway has no limits, so it rejects nothing.</summary>
internal sealed class NoRejections : IRejectionCount
{
    public long Total => 0;
}
