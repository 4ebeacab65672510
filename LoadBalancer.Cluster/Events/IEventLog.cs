using System.Collections.Immutable;

namespace LoadBalancer.Cluster.Events;

/// <summary>
/// The latest events of the cluster. Changes of the membership are written by the registry itself, in the transaction that
/// makes them; what gateways observe is appended here. Thread-safe; throws what the store throws when it is out of reach.
/// </summary>
public interface IEventLog
{
    /// <summary>How many events are kept; the oldest are dropped.</summary>
    const int Capacity = 1_000;

    /// <summary>Appends events in the order given.</summary>
    Task AppendAsync(IReadOnlyList<ClusterEvent> events, CancellationToken cancellationToken);

    /// <summary>
    /// The latest events by their own times, the latest first; of those with the same time the last appended first. An event that was
    /// appended late stands where it belongs. Records that this build cannot read are left out. O(<see cref="Capacity"/>).
    /// </summary>
    /// <param name="count">How many at most; 1 to <see cref="Capacity"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ImmutableArray<ClusterEvent>> ReadAsync(int count, CancellationToken cancellationToken);
}
