using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Cluster.Counters;

/// <summary>
/// The counts that all gateways share. Batches are added exactly once, even if connections are lost. Thread-safe; throws the store's
/// exceptions while the store is unreachable.
/// </summary>
public interface ICounterStore
{
    /// <summary>Adds a batch. After an exception, send the batch again, unchanged.</summary>
    Task<CounterOutcome> AddAsync(CounterBatch batch, CancellationToken cancellationToken);

    /// <summary>
    /// Reads what the totals include of one source. Read it after <see cref="CounterOutcome.HistoryLost"/>, so that counts that are still
    /// stored are not sent again.
    /// </summary>
    Task<CounterContribution> ReadContributionAsync(GatewayProcess source, CancellationToken cancellationToken);

    /// <summary>Reads the counts since the cluster began, by server id, including servers that have left.</summary>
    Task<ImmutableDictionary<ServerId, ServerCounts>> ReadTotalsAsync(CancellationToken cancellationToken);
}
