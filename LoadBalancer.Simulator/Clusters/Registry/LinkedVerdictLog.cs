using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Verdicts;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Simulator.Clusters.Registry;

/// <summary>The published health verdicts, as one gateway reaches them over the simulated network.</summary>
internal sealed class LinkedVerdictLog(string who, SimulatedStore store, RegistryLink link) : IVerdictLog
{
    public Task<PublishedVerdicts> ReadAsync(CancellationToken cancellationToken) =>
        link.CallAsync(who, () => store.Verdicts.ReadAsync(cancellationToken), cancellationToken);

    public Task<bool> TryPublishAsync(
        PublishedVerdicts read,
        IReadOnlyCollection<ServerProcess> unhealthy,
        IReadOnlyList<ClusterEvent> events,
        CancellationToken cancellationToken) =>
        link.CallAsync(who, () => store.Verdicts.TryPublishAsync(read, unhealthy, events, cancellationToken), cancellationToken);
}
