using System.Collections.Immutable;

namespace LoadBalancer.Cluster.Counters;

/// <summary>
/// The counts that all gateways share. Batches are added exactly once, whatever connection is lost in between.
/// Thread-safe; throws what the store throws when it is out of reach.
/// </summary>
public interface ICounterStore
{
    /// <summary>Adds a batch. Send it again, unchanged, after an exception.</summary>
    Task<CounterOutcome> AddAsync(CounterBatch batch, CancellationToken cancellationToken);

    /// <summary>
    /// What the totals include of one source: read after <see cref="CounterOutcome.HistoryLost"/>, so that what the store still has is not
    /// sent again.
    /// </summary>
    Task<CounterContribution> ReadContributionAsync(string source, CancellationToken cancellationToken);

    /// <summary>The counts since the cluster began, by server id, those of servers that have left included.</summary>
    Task<ImmutableDictionary<string, ServerCounts>> ReadTotalsAsync(CancellationToken cancellationToken);
}
