using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Telemetry;
using LoadBalancer.Cluster.Verdicts;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Observed;

/// <summary>Decorates the verdict log with telemetry.</summary>
internal sealed class ObservedVerdictLog(IVerdictLog inner, StoreOperations operations) : IVerdictLog
{
    public Task<PublishedVerdicts> ReadAsync(CancellationToken cancellationToken) =>
        operations.RunAsync("verdicts.read", () => inner.ReadAsync(cancellationToken));

    public Task<bool> TryPublishAsync(
        PublishedVerdicts read,
        IReadOnlyCollection<ServerProcess> unhealthy,
        IReadOnlyList<ClusterEvent> events,
        CancellationToken cancellationToken) =>
        operations.RunAsync("verdicts.publish", () => inner.TryPublishAsync(read, unhealthy, events, cancellationToken));
}
