using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.Tests.AppHost.Launcher;

internal static class ResourceSamples
{
    public static readonly ClusterTopology Topology = ClusterTopology.Describe(new TopologyOptions { Backends = 2, Gateways = 2, GatewayPort = 8080 });

    public static ProjectResource Backend => Topology.Backends[0];

    public static ProjectResource Dashboard => Topology.Dashboard;

    public static ProjectResource Gateway => Topology.Gateways[0];
}
