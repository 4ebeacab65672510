using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Telemetry;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Cluster.Observed;

/// <summary>Decorates the counter store with telemetry.</summary>
internal sealed class ObservedCounterStore(ICounterStore inner, StoreOperations operations) : ICounterStore
{
    public Task<CounterOutcome> AddAsync(CounterBatch batch, CancellationToken cancellationToken) =>
        operations.RunAsync("counters.add", () => inner.AddAsync(batch, cancellationToken));

    public Task<CounterContribution> ReadContributionAsync(GatewayProcess source, CancellationToken cancellationToken) =>
        operations.RunAsync("counters.read_own", () => inner.ReadContributionAsync(source, cancellationToken));

    public Task<ImmutableDictionary<ServerId, ServerCounts>> ReadTotalsAsync(CancellationToken cancellationToken) =>
        operations.RunAsync("counters.read", () => inner.ReadTotalsAsync(cancellationToken));
}
