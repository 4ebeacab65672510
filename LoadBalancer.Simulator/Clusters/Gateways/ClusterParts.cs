using LoadBalancer.Simulator.Clusters.Registry;
using LoadBalancer.Simulator.Clusters.Scenarios;
using LoadBalancer.Simulator.Clusters.Servers;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Gateways;

/// <summary>What all gateways of a simulation share.</summary>
internal sealed record ClusterParts(
    VirtualTime Time,
    SettingsSection Settings,
    SimulatedRegistry Registry,
    RegistryLink Link,
    ReportBoard Board,
    SnapshotCache Cache,
    WeightSchedule Weights,
    Func<string, SimulatedServer?> FindServer,
    Distribution Network,
    int Seed);
