using System.Collections.Immutable;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Telemetry;

namespace LoadBalancer.Cluster.Observed;

/// <summary>Decorates the event log with telemetry.</summary>
internal sealed class ObservedEventLog(IEventLog inner, StoreOperations operations) : IEventLog
{
    public Task AppendAsync(IReadOnlyList<ClusterEvent> events, CancellationToken cancellationToken) =>
        operations.RunAsync("events.append", () => inner.AppendAsync(events, cancellationToken));

    public Task<ImmutableArray<ClusterEvent>> ReadAsync(int count, CancellationToken cancellationToken) =>
        operations.RunAsync("events.read", () => inner.ReadAsync(count, cancellationToken));
}
