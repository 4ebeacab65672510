using System.Collections.Immutable;

namespace LoadBalancer.Cluster.Events;

/// <summary>
/// The latest events of the cluster. The registry itself writes changes of the membership, in the transaction that makes them; the
/// observations of gateways are appended here. Thread-safe; throws the store's exceptions while the store is unreachable.
/// </summary>
public interface IEventLog
{
    /// <summary>The number of events that are kept; the oldest are dropped.</summary>
    const int Capacity = 1_000;

    /// <summary>Appends events in the order given.</summary>
    Task AppendAsync(IReadOnlyList<ClusterEvent> events, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the latest events by their own times, the latest first; of events with the same time, the last one appended first. An event
    /// that was appended late is returned at the position of its time. Records that this build cannot read are omitted.
    /// O(<see cref="Capacity"/>).
    /// </summary>
    /// <param name="count">The maximum number of events; 1 to <see cref="Capacity"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ImmutableArray<ClusterEvent>> ReadAsync(int count, CancellationToken cancellationToken);
}
