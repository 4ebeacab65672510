using System.Collections.Immutable;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Cluster.InMemory;

/// <summary>An in-memory statistics store within one process, for a standalone gateway and for tests. Thread-safe.</summary>
public sealed class InMemoryStatisticsStore : IStatisticsStore
{
    private static readonly long Kept = (long)(StatisticsClock.Longest / StatisticsClock.Interval);

    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, Dictionary<GatewayProcess, StatisticsInterval>> _intervals = [];

    /// <inheritdoc />
    public Task WriteAsync(IReadOnlyCollection<StatisticsInterval> intervals, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var interval in intervals)
            {
                if (!_intervals.TryGetValue(interval.Index, out var sources))
                {
                    _intervals[interval.Index] = sources = [];
                }

                sources[interval.Source] = interval;
            }

            while (_intervals.Count > 0 && _intervals.Keys.First() is var oldest && oldest < _intervals.Keys.Last() - Kept)
            {
                _intervals.Remove(oldest);
            }

            return Task.CompletedTask;
        }
    }

    /// <inheritdoc />
    public Task<ImmutableArray<StatisticsInterval>> ReadAsync(long first, long last, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_intervals
                .Where(interval => interval.Key >= first && interval.Key <= last)
                .SelectMany(interval => interval.Value.Values)
                .ToImmutableArray());
        }
    }
}
