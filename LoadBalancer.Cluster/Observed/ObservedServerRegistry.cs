using System.Collections.Immutable;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Telemetry;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Observed;

/// <summary>Decorates the registry with telemetry.</summary>
internal sealed class ObservedServerRegistry(IServerRegistry inner, StoreOperations operations) : IServerRegistry
{
    public Task<MembershipSnapshot> ReadAsync(CancellationToken cancellationToken) =>
        operations.RunAsync("membership.read", () => inner.ReadAsync(cancellationToken));

    public Task<MembershipSnapshot> ReadUncheckedAsync(CancellationToken cancellationToken) =>
        operations.RunAsync("membership.read", () => inner.ReadUncheckedAsync(cancellationToken));

    public Task<DateTimeOffset?> ReadTimeAsync(CancellationToken cancellationToken) =>
        operations.RunAsync("time.read", () => inner.ReadTimeAsync(cancellationToken));

    public Task<MembershipTransition> ApplyAsync(MembershipChange change, CancellationToken cancellationToken) =>
        operations.RunAsync("membership.apply", () => inner.ApplyAsync(change, cancellationToken));

    public Task<MembershipTransition> RegisterAsync(MembershipChange.Join join, TimeSpan lease, CancellationToken cancellationToken) =>
        operations.RunAsync("membership.register", () => inner.RegisterAsync(join, lease, cancellationToken));

    public Task<LeaseStatus> RenewAsync(ServerId id, string instance, TimeSpan lease, CancellationToken cancellationToken) =>
        operations.RunAsync("lease.renew", () => inner.RenewAsync(id, instance, lease, cancellationToken));

    public Task<ImmutableDictionary<ServerId, TimeSpan>> ReadLeasesAsync(CancellationToken cancellationToken) =>
        operations.RunAsync("lease.read", () => inner.ReadLeasesAsync(cancellationToken));

    public Task<IReadOnlyList<ServerId>> RemoveExpiredAsync(
        TimeSpan interval, ILivenessEvidence evidence, CancellationToken cancellationToken) =>
        operations.RunAsync("lease.sweep", () => inner.RemoveExpiredAsync(interval, evidence, cancellationToken));

    public Task<IAsyncDisposable> SubscribeAsync(Action onChanged, CancellationToken cancellationToken) =>
        operations.RunAsync("membership.subscribe", () => inner.SubscribeAsync(onChanged, cancellationToken));
}
