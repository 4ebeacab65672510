using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.Clusters.Registry;
using LoadBalancer.Simulator.Clusters.Scenarios;
using LoadBalancer.Simulator.Clusters.Servers;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Gateways;

/// <summary>The parts that all gateways of a simulation share.</summary>
internal sealed record ClusterParts(
    VirtualTime Time,
    SettingsSection Settings,
    GatewayOptions Options,
    SimulatedStore Store,
    RegistryLink Link,
    SharedSnapshots Snapshots,
    Func<ServerId, SimulatedServer?> FindServer,
    Distribution Network,
    int Seed);
