using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Cluster.InMemory;

/// <summary>An in-memory counter store within one process, for a standalone gateway and for tests. Thread-safe.</summary>
public sealed class InMemoryCounterStore : ICounterStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<GatewayProcess, CounterContribution> _sources = [];
    private ImmutableDictionary<ServerId, ServerCounts> _totals = ImmutableDictionary<ServerId, ServerCounts>.Empty;

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
    public Task<CounterContribution> ReadContributionAsync(GatewayProcess source, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_sources.GetValueOrDefault(source, CounterContribution.None));
        }
    }

    /// <inheritdoc />
    public Task<ImmutableDictionary<ServerId, ServerCounts>> ReadTotalsAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_totals);
        }
    }

    private static ImmutableDictionary<ServerId, ServerCounts> Sum(
        ImmutableDictionary<ServerId, ServerCounts> left, ImmutableDictionary<ServerId, ServerCounts> right) =>
        left.SetItems(right.Select(entry => KeyValuePair.Create(entry.Key, left.GetValueOrDefault(entry.Key) + entry.Value)));
}
