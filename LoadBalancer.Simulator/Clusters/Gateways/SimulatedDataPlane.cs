using LoadBalancer.Cluster.Exchange;
using LoadBalancer.Cluster.Gateways;

namespace LoadBalancer.Simulator.Clusters.Gateways;

/// <summary>The data plane of a simulated gateway, which has no limits, so it rejects nothing, and no process of its own.</summary>
internal sealed class SimulatedDataPlane : IDataPlane
{
    public long Rejected => 0;

    public GatewayFacts? Facts => null;
}
