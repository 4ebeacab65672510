using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;

namespace LoadBalancer.Cluster.InMemory;

/// <summary>An in-memory counter store within one process, for a standalone gateway and for tests. Thread-safe.</summary>
public sealed class InMemoryCounterStore : ICounterStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, CounterContribution> _sources = new(StringComparer.Ordinal);
    private ImmutableDictionary<string, ServerCounts> _totals = ImmutableDictionary<string, ServerCounts>.Empty;

    /// <inheritdoc />
    public Task<CounterOutcome> AddAsync(CounterBatch batch, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var last = _sources.GetValueOrDefault(batch.Source, CounterContribution.None);
            if (last.Sequence == batch.Sequence)
            {
                return Task.FromResult(CounterOutcome.Counted);
            }

            if (last.Sequence != batch.Sequence - 1)
            {
                return Task.FromResult(CounterOutcome.HistoryLost);
            }

            _sources[batch.Source] = new(batch.Sequence, Sum(last.Counts, batch.Deltas));
            _totals = Sum(_totals, batch.Deltas);
            return Task.FromResult(CounterOutcome.Counted);
        }
    }

    /// <inheritdoc />
    public Task<CounterContribution> ReadContributionAsync(string source, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_sources.GetValueOrDefault(source, CounterContribution.None));
        }
    }

    /// <inheritdoc />
    public Task<ImmutableDictionary<string, ServerCounts>> ReadTotalsAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_totals);
        }
    }

    private static ImmutableDictionary<string, ServerCounts> Sum(
        ImmutableDictionary<string, ServerCounts> left, ImmutableDictionary<string, ServerCounts> right) =>
        left.SetItems(right.Select(entry => KeyValuePair.Create(entry.Key, left.GetValueOrDefault(entry.Key) + entry.Value)));
}
