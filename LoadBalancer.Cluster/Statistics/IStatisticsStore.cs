using System.Collections.Immutable;

namespace LoadBalancer.Cluster.Statistics;

/// <summary>
/// What all gateways have recorded in the last <see cref="StatisticsClock.Longest"/>. A gateway writes an interval anew, whole,
/// as often as it likes: so nothing is counted twice, and what it recorded outlives it. Thread-safe; throws what the
/// store throws when it is out of reach.
/// </summary>
public interface IStatisticsStore
{
    /// <summary>Writes intervals, in place of what the store has of the same source and index; all or none.</summary>
    Task WriteAsync(IReadOnlyCollection<StatisticsInterval> intervals, CancellationToken cancellationToken);

    /// <summary>
    /// What all sources have recorded in a range of intervals, in no order. Records that this build cannot read are left out.
    /// </summary>
    /// <param name="first">The first interval.</param>
    /// <param name="last">The last interval, included.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ImmutableArray<StatisticsInterval>> ReadAsync(long first, long last, CancellationToken cancellationToken);
}
