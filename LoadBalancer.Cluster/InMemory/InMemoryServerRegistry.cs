using System.Collections.Immutable;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.InMemory;

/// <summary>An in-memory registry within one process, for a standalone gateway and for tests. Thread-safe.</summary>
/// <param name="timeProvider">The clock by which leases expire.</param>
/// <param name="events">The log that changes are written to; by default they are discarded.</param>
public sealed class InMemoryServerRegistry(TimeProvider timeProvider, InMemoryEventLog? events = null) : IServerRegistry
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ServerId, Lease> _leases = [];
    private MembershipSnapshot _membership = MembershipSnapshot.Empty;
    private ImmutableList<Subscription> _subscriptions = [];
    private LeaseMarks _marks = LeaseMarks.None;
    private DateTimeOffset _nextSweep;
    private DateTimeOffset _marksExpire;

    /// <summary>Creates a registry with a membership whose servers have just renewed their leases.</summary>
    internal InMemoryServerRegistry(TimeProvider timeProvider, InMemoryEventLog? events, MembershipSnapshot membership)
        : this(timeProvider, events)
    {
        _membership = membership;
        foreach (var server in membership.Servers.Where(server => server is { Instance: not null, Lease: not null }))
        {
            _leases[server.Id] = new(server.Instance!, timeProvider.GetUtcNow() + server.Lease!.Value);
        }
    }

    /// <summary>The current membership.</summary>
    internal MembershipSnapshot Membership
    {
        get
        {
            lock (_lock)
            {
                return _membership;
            }
        }
    }

    /// <inheritdoc />
    public Task<MembershipSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_membership);
        }
    }

    /// <inheritdoc />
    public Task<DateTimeOffset?> ReadTimeAsync(CancellationToken cancellationToken) =>
        Task.FromResult<DateTimeOffset?>(timeProvider.GetUtcNow());

    /// <inheritdoc />
    public Task<MembershipTransition> ApplyAsync(MembershipChange change, CancellationToken cancellationToken) =>
        Task.FromResult(Commit(change, lease: null));

    /// <inheritdoc />
    public Task<MembershipTransition> RegisterAsync(MembershipChange.Join join, TimeSpan lease, CancellationToken cancellationToken)
    {
        LeaseArguments.Check(join, lease);
        return Task.FromResult(Commit(join with { Lease = lease }, lease));
    }

    /// <inheritdoc />
    public Task<LeaseStatus> RenewAsync(ServerId id, string instance, TimeSpan lease, CancellationToken cancellationToken)
    {
        LeaseArguments.Check(lease);
        lock (_lock)
        {
            if (!_leases.TryGetValue(id, out var held) || held.Expires <= timeProvider.GetUtcNow())
            {
                return Task.FromResult(LeaseStatus.Expired);
            }

            if (!string.Equals(held.Instance, instance, StringComparison.Ordinal))
            {
                return Task.FromResult(LeaseStatus.Superseded);
            }

            _leases[id] = held with { Expires = timeProvider.GetUtcNow() + lease };
            return Task.FromResult(LeaseStatus.Held);
        }
    }

    /// <inheritdoc />
    public Task<ImmutableDictionary<ServerId, TimeSpan>> ReadLeasesAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_membership.Servers.Where(server => HasLease(server.Id))
                .ToImmutableDictionary(
                    server => server.Id, server => _leases[server.Id].Expires - timeProvider.GetUtcNow()));
        }
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<ServerId>> RemoveExpiredAsync(
        TimeSpan interval, ILivenessEvidence evidence, CancellationToken cancellationToken)
    {
        List<Server> expired;
        lock (_lock)
        {
            var now = timeProvider.GetUtcNow();
            if (now < _nextSweep)
            {
                return Task.FromResult<IReadOnlyList<ServerId>>([]);
            }

            _nextSweep = now + interval;
            var missing = _membership.Servers
                .Where(server => server.Instance is not null && !HasLease(server.Id))
                .Where(server => !evidence.IsAlive(server))
                .ToArray();
            _marks = (now < _marksExpire ? _marks : LeaseMarks.None).Next(missing, interval);
            _marksExpire = now + LeaseMarks.Lifetime(interval);
            expired = [.. missing.Where(_marks.IsDue)];
        }

        return Task.FromResult<IReadOnlyList<ServerId>>(
            [.. expired
                .Where(server => Commit(new MembershipChange.Expire(
                    server.Id, server.Instance!), lease: null).Outcome == MembershipOutcome.Applied)
                .Select(server => server.Id)]);
    }

    /// <inheritdoc />
    public Task<IAsyncDisposable> SubscribeAsync(Action onChanged, CancellationToken cancellationToken)
    {
        var subscription = new Subscription(this, onChanged);
        lock (_lock)
        {
            _subscriptions = _subscriptions.Add(subscription);
        }

        return Task.FromResult<IAsyncDisposable>(subscription);
    }

    private MembershipTransition Commit(MembershipChange change, TimeSpan? lease)
    {
        MembershipTransition transition;
        ImmutableList<Subscription> subscriptions;
        lock (_lock)
        {
            change = change.StampedAt(timeProvider.GetUtcNow());
            transition = MembershipReducer.Apply(_membership, change);
            if (transition.Outcome is not (MembershipOutcome.Applied or MembershipOutcome.Unchanged))
            {
                return transition;
            }

            if (change is MembershipChange.Expire { Id: var id } && HasLease(id))
            {
                return EndedLeases.Renewed(_membership, id);
            }

            var next = transition.Membership is { Epoch.IsNone: true } first
                ? first.InEpoch(new(Guid.NewGuid().ToString("N")))
                : transition.Membership;
            foreach (var ended in EndedLeases.Of(MembershipDifference.Between(_membership, next)))
            {
                _leases.Remove(ended);
            }

            if (change is MembershipChange.Join { Instance: { } instance } join && lease is { } length)
            {
                _leases[join.Id] = new(instance, timeProvider.GetUtcNow() + length);
            }

            if (transition.Outcome == MembershipOutcome.Applied)
            {
                events?.Append(MembershipEvents.Of(_membership, next, change, timeProvider.GetUtcNow()));
            }

            _membership = next;
            transition = transition with { Membership = next };
            subscriptions = transition.Outcome == MembershipOutcome.Applied ? _subscriptions : [];
        }

        subscriptions.ForEach(subscription => subscription.OnChanged());
        return transition;
    }

    private bool HasLease(ServerId id) => _leases.TryGetValue(id, out var held) && held.Expires > timeProvider.GetUtcNow();

    private sealed record Lease(string Instance, DateTimeOffset Expires);

    private sealed class Subscription(InMemoryServerRegistry registry, Action onChanged) : IAsyncDisposable
    {
        public Action OnChanged { get; } = onChanged;

        public ValueTask DisposeAsync()
        {
            lock (registry._lock)
            {
                registry._subscriptions = registry._subscriptions.Remove(this);
            }

            return ValueTask.CompletedTask;
        }
    }
}
