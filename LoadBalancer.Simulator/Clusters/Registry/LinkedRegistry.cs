using System.Collections.Immutable;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.Clusters.Scenarios;

namespace LoadBalancer.Simulator.Clusters.Registry;

/// <summary>
/// The registry as one process reaches it: over the simulated network, and without the mechanisms that the scenario disables.
/// </summary>
internal sealed class LinkedRegistry(string who, SimulatedStore store, RegistryLink link, SettingsSection settings) : IServerRegistry
{
    public Task<MembershipSnapshot> ReadAsync(CancellationToken cancellationToken) =>
        CallAsync(registry => registry.ReadAsync(cancellationToken), cancellationToken);

    public Task<DateTimeOffset?> ReadTimeAsync(CancellationToken cancellationToken) =>
        CallAsync(registry => registry.ReadTimeAsync(cancellationToken), cancellationToken);

    public Task<MembershipTransition> ApplyAsync(MembershipChange change, CancellationToken cancellationToken) => CallAsync(
        registry => change is MembershipChange.PutBack && !settings.Recovery
            ? Task.FromResult(new MembershipTransition(MembershipOutcome.Stale, store.Membership, "Recovery is switched off."))
            : registry.ApplyAsync(change, cancellationToken),
        cancellationToken);

    public Task<MembershipTransition> RegisterAsync(MembershipChange.Join join, TimeSpan lease, CancellationToken cancellationToken) =>
        CallAsync(registry => registry.RegisterAsync(join, lease, cancellationToken), cancellationToken);

    public Task<LeaseStatus> RenewAsync(ServerId id, string instance, TimeSpan lease, CancellationToken cancellationToken) =>
        CallAsync(registry => registry.RenewAsync(id, instance, lease, cancellationToken), cancellationToken);

    public Task<ImmutableDictionary<ServerId, TimeSpan>> ReadLeasesAsync(CancellationToken cancellationToken) =>
        CallAsync(registry => registry.ReadLeasesAsync(cancellationToken), cancellationToken);

    public Task<IReadOnlyList<ServerId>> RemoveExpiredAsync(
        TimeSpan interval, ILivenessEvidence evidence, CancellationToken cancellationToken) => CallAsync(
        registry => settings.LeaseEvidence
            ? registry.RemoveExpiredAsync(interval, evidence, cancellationToken)
            : RemoveAtOnceAsync(registry, cancellationToken),
        cancellationToken);

    public Task<IAsyncDisposable> SubscribeAsync(Action onChanged, CancellationToken cancellationToken) => CallAsync(
        _ => Task.FromResult<IAsyncDisposable>(new Subscription(
            settings.Hints ? store.Subscribe(() => link.Hint(who, onChanged)) : static () => { })),
        cancellationToken);

    /// <summary>Sweeps without evidence: removes every server that has no lease at the moment.</summary>
    private static async Task<IReadOnlyList<ServerId>> RemoveAtOnceAsync(IServerRegistry registry, CancellationToken cancellationToken)
    {
        var membership = await registry.ReadAsync(cancellationToken);
        var leases = await registry.ReadLeasesAsync(cancellationToken);
        var removed = new List<ServerId>();
        foreach (var server in membership.Servers.Where(server => server.Instance is not null && !leases.ContainsKey(server.Id)))
        {
            await registry.ApplyAsync(new MembershipChange.Expire(server.Id, server.Instance!), cancellationToken);
            removed.Add(server.Id);
        }

        return removed;
    }

    private Task<T> CallAsync<T>(Func<IServerRegistry, Task<T>> atRegistry, CancellationToken cancellationToken) =>
        link.CallAsync(who, () => atRegistry(store.Registry), cancellationToken);

    private sealed class Subscription(Action end) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            end();
            return ValueTask.CompletedTask;
        }
    }
}
