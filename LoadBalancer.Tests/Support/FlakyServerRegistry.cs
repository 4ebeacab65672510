using System.Collections.Immutable;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Tests.Support;

/// <summary>A registry that can be unreachable, fail otherwise, be replaced by another one, or lose its change notifications.</summary>
internal sealed class FlakyServerRegistry(IServerRegistry inner) : IServerRegistry
{
    private readonly List<MembershipChange> _changes = [];
    private volatile bool _isUnreachable;
    private volatile bool _isMute;
    private volatile IServerRegistry _inner = inner;
    private int _reads;
    private int _calls;

    public bool IsUnreachable
    {
        get => _isUnreachable;
        set => _isUnreachable = value;
    }

    /// <summary>The exception of each call, if the registry fails in another way than by being unreachable.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Whether change notifications are lost.</summary>
    public bool IsMute
    {
        get => _isMute;
        set => _isMute = value;
    }

    /// <summary>The underlying registry, which can be replaced by an empty one; notifications of the replacement are lost.</summary>
    public IServerRegistry Inner
    {
        get => _inner;
        set => _inner = value;
    }

    /// <summary>A concurrent action that runs once, just before the next change is applied.</summary>
    public Func<Task>? BeforeChange { get; set; }

    public int Reads => Volatile.Read(ref _reads);

    /// <summary>The number of calls of any kind, including failed ones.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>The successful changes, in order.</summary>
    public IReadOnlyList<MembershipChange> Changes
    {
        get
        {
            lock (_changes)
            {
                return [.. _changes];
            }
        }
    }

    public Task<MembershipSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return ReachAsync(() => Inner.ReadAsync(cancellationToken));
    }

    public Task<MembershipSnapshot> ReadUncheckedAsync(CancellationToken cancellationToken) =>
        ReachAsync(() => Inner.ReadUncheckedAsync(cancellationToken), isServedWhenFull: true);

    public Task<DateTimeOffset?> ReadTimeAsync(CancellationToken cancellationToken) =>
        IsUnreachable
            ? Task.FromException<DateTimeOffset?>(new TimeoutException("The registry does not respond."))
            : Inner.ReadTimeAsync(cancellationToken);

    public Task<MembershipTransition> ApplyAsync(MembershipChange change, CancellationToken cancellationToken) =>
        RecordAsync(change, () => Inner.ApplyAsync(change, cancellationToken));

    public Task<MembershipTransition> RegisterAsync(MembershipChange.Join join, TimeSpan lease, CancellationToken cancellationToken) =>
        RecordAsync(join, () => Inner.RegisterAsync(join, lease, cancellationToken));

    public Task<LeaseStatus> RenewAsync(ServerId id, string instance, TimeSpan lease, CancellationToken cancellationToken) =>
        ReachAsync(() => Inner.RenewAsync(id, instance, lease, cancellationToken));

    public Task<ImmutableDictionary<ServerId, TimeSpan>> ReadLeasesAsync(CancellationToken cancellationToken) =>
        ReachAsync(() => Inner.ReadLeasesAsync(cancellationToken), isServedWhenFull: true);

    public Task<IReadOnlyList<ServerId>> RemoveExpiredAsync(
        TimeSpan interval, ILivenessEvidence evidence, CancellationToken cancellationToken) =>
        ReachAsync(() => Inner.RemoveExpiredAsync(interval, evidence, cancellationToken));

    public Task<IAsyncDisposable> SubscribeAsync(Action onChanged, CancellationToken cancellationToken) =>
        ReachAsync(() => Inner.SubscribeAsync(() => Hint(onChanged), cancellationToken));

    private void Hint(Action onChanged)
    {
        if (!IsMute && !IsUnreachable)
        {
            onChanged();
        }
    }

    private async Task<MembershipTransition> RecordAsync(MembershipChange change, Func<Task<MembershipTransition>> call)
    {
        if (BeforeChange is { } meanwhile)
        {
            BeforeChange = null;
            await meanwhile();
        }

        var transition = await ReachAsync(call);
        lock (_changes)
        {
            _changes.Add(change);
        }

        return transition;
    }

    private Task<T> ReachAsync<T>(Func<Task<T>> call, bool isServedWhenFull = false)
    {
        Interlocked.Increment(ref _calls);
        return Failure is { } failure && !(isServedWhenFull && StoreFailure.IsFull(failure)) ? Task.FromException<T>(failure)
            : IsUnreachable ? Task.FromException<T>(new TimeoutException("The registry does not respond.")) : call();
    }
}
