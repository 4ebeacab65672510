using System.Collections.Immutable;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Cluster.Telemetry;

namespace LoadBalancer.Cluster.Observed;

/// <summary>Decorates the statistics store with telemetry.</summary>
internal sealed class ObservedStatisticsStore(IStatisticsStore inner, StoreOperations operations) : IStatisticsStore
{
    public Task WriteAsync(IReadOnlyCollection<StatisticsInterval> intervals, CancellationToken cancellationToken) =>
        operations.RunAsync("statistics.write", () => inner.WriteAsync(intervals, cancellationToken));

    public Task<ImmutableArray<StatisticsInterval>> ReadAsync(long first, long last, CancellationToken cancellationToken) =>
        operations.RunAsync("statistics.read", () => inner.ReadAsync(first, last, cancellationToken));
}
