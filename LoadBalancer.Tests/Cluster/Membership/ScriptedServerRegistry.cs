using System.Collections.Immutable;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Tests.Cluster.Membership;

/// <summary>A read-only registry that returns what the test specifies.</summary>
internal sealed class ScriptedServerRegistry : IServerRegistry
{
    private volatile MembershipSnapshot _membership = MembershipSnapshot.Empty;
    private int _reads;

    public MembershipSnapshot Membership
    {
        get => _membership;
        set => _membership = value;
    }

    public int Reads => Volatile.Read(ref _reads);

    public Task<MembershipSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return Task.FromResult(Membership);
    }

    public Task<DateTimeOffset?> ReadTimeAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<MembershipTransition> ApplyAsync(MembershipChange change, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<MembershipTransition> RegisterAsync(MembershipChange.Join join, TimeSpan lease, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<LeaseStatus> RenewAsync(ServerId id, string instance, TimeSpan lease, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ImmutableDictionary<ServerId, TimeSpan>> ReadLeasesAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ServerId>> RemoveExpiredAsync(
        TimeSpan interval, ILivenessEvidence evidence, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IAsyncDisposable> SubscribeAsync(Action onChanged, CancellationToken cancellationToken) =>
        Task.FromResult<IAsyncDisposable>(new MemoryStream());
}
