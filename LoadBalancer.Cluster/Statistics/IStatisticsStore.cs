using System.Collections.Immutable;

namespace LoadBalancer.Cluster.Statistics;

/// <summary>
/// The statistics of all gateways for the last <see cref="StatisticsClock.Longest"/>. A gateway rewrites a whole interval as often as it
/// likes, so that nothing is counted twice, and its statistics outlive the gateway. Thread-safe; throws the store's exceptions while the
/// store is unreachable.
/// </summary>
public interface IStatisticsStore
{
    /// <summary>Writes intervals, replacing those of the same source and index; all or none.</summary>
    Task WriteAsync(IReadOnlyCollection<StatisticsInterval> intervals, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the statistics of all sources in a range of intervals, in no particular order. Records that this build cannot read are
    /// omitted.
    /// </summary>
    /// <param name="first">The first interval.</param>
    /// <param name="last">The last interval, inclusive.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ImmutableArray<StatisticsInterval>> ReadAsync(long first, long last, CancellationToken cancellationToken);
}
