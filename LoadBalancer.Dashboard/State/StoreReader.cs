using System.Collections.Immutable;
using LoadBalancer.Cluster.Changes;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.State;

/// <summary>
/// Reads the cluster's state from Redis, all of it at once. It only reads, with one exception: it marks a gateway that stopped reporting as
/// lost, since there may be no other gateway to do so. Thread-safe; throws the stores' exceptions while Redis is unreachable.
/// </summary>
internal sealed class StoreReader(
    IServerRegistry registry, ICounterStore counters, IGatewayExchange gateways, IEventLog events, IChangeLog changes,
    IReplicaStore replicas)
{
    private const int ShownEvents = 200;
    private const int ShownChanges = 100;

    /// <summary>The author of the events that it writes.</summary>
    private const string Name = "dashboard";

    /// <summary>Reads everything that is shown, except the statistics.</summary>
    /// <param name="clock">Gives the time at which everything was read.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async Task<StoreReading> ReadAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        var membership = registry.ReadAsync(cancellationToken);
        var leases = registry.ReadLeasesAsync(cancellationToken);
        var reports = gateways.ReadAsync(Name, cancellationToken);
        var totals = counters.ReadTotalsAsync(cancellationToken);
        var happened = events.ReadAsync(ShownEvents, cancellationToken);
        var changed = changes.ReadAsync(new(), ShownChanges, cursor: null, cancellationToken);
        var wanted = replicas.ReadAsync(cancellationToken);
        await Task.WhenAll(membership, leases, reports, totals, happened, changed, wanted);
        return new(
            clock.GetUtcNow(),
            await membership,
            await leases,
            (await reports).Reports,
            (await reports).Lost,
            await totals,
            await happened,
            (await changed).Changes,
            await wanted);
    }

    /// <summary>Reads the state that must be tracked without viewers.</summary>
    public async Task<(
        MembershipSnapshot Membership, ImmutableArray<GatewayReport> Reports)> ReadVitalsAsync(CancellationToken cancellationToken)
    {
        var membership = registry.ReadAsync(cancellationToken);
        var reports = gateways.ReadAsync(Name, cancellationToken);
        await Task.WhenAll(membership, reports);
        return (await membership, (await reports).Reports);
    }

    /// <summary>Calls back when the membership may have changed, until the result is disposed.</summary>
    public Task<IAsyncDisposable> SubscribeAsync(Action onChanged, CancellationToken cancellationToken) =>
        registry.SubscribeAsync(onChanged, cancellationToken);
}
