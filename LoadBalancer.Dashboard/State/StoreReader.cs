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
    private const int ShownChanges = 100;

    /// <summary>The author of the events that it writes.</summary>
    private const string Name = "dashboard";

    /// <summary>Reads everything that is shown, except the statistics.</summary>
    /// <param name="clock">Gives the time at which everything was read.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public Task<StoreReading> ReadAsync(TimeProvider clock, CancellationToken cancellationToken) => ReadAsync(
        registry.ReadAsync(cancellationToken), gateways.ReadAsync(Name, cancellationToken), clock, cancellationToken);

    /// <summary>
    /// Reads the same from a store that is full. Gateways cannot report to it, so their silence means nothing, and what they reported last
    /// is used.
    /// </summary>
    /// <param name="reported">What the gateways reported last.</param>
    /// <param name="clock">Gives the time at which everything was read.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public Task<StoreReading> ReadFullAsync(GatewayReading reported, TimeProvider clock, CancellationToken cancellationToken) =>
        ReadAsync(registry.ReadUncheckedAsync(cancellationToken), Task.FromResult(reported), clock, cancellationToken);

    /// <summary>Reads the state that must be tracked without viewers.</summary>
    public async Task<(MembershipSnapshot Membership, GatewayReading Gateways)> ReadVitalsAsync(CancellationToken cancellationToken)
    {
        var membership = registry.ReadAsync(cancellationToken);
        var reports = gateways.ReadAsync(Name, cancellationToken);
        await Task.WhenAll(membership, reports);
        return (await membership, await reports);
    }

    /// <summary>Calls back when the membership may have changed, until the result is disposed.</summary>
    public Task<IAsyncDisposable> SubscribeAsync(Action onChanged, CancellationToken cancellationToken) =>
        registry.SubscribeAsync(onChanged, cancellationToken);

    private async Task<StoreReading> ReadAsync(
        Task<MembershipSnapshot> membership, Task<GatewayReading> reports, TimeProvider clock, CancellationToken cancellationToken)
    {
        var leases = registry.ReadLeasesAsync(cancellationToken);
        var totals = counters.ReadTotalsAsync(cancellationToken);
        var happened = events.ReadAsync(IEventLog.Capacity, cancellationToken);
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
}
