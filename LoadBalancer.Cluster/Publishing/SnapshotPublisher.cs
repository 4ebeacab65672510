using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Cluster.Watching;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Publishing;

/// <summary>
/// Publishes a snapshot for each new membership, each change of a server's health, and each step of a slow start. All preparations run
/// first, so that requests can be forwarded to every server in the snapshot. The steps of a slow start follow the store's clock, so that
/// all gateways take them at the same moment.
/// </summary>
internal sealed class SnapshotPublisher : IMembershipObserver, IDisposable
{
    private readonly ClusterState _state;
    private readonly IMembershipPreparation[] _preparations;
    private readonly HealthMonitor _health;
    private readonly StoreClock _clock;
    private readonly TimeProvider _timeProvider;
    private readonly ServingSnapshotBuilder _builder;
    private readonly ITimer _republish;
    private readonly Lock _lock = new();
    private MembershipSnapshot _membership = MembershipSnapshot.Empty;
    private DateTimeOffset? _emptiedAt;
    private DateTimeOffset _published;
    private ITimer? _nextStep;
    private bool _disposed;
    private int _republishing;

    public SnapshotPublisher(
        ClusterState state, IEnumerable<IMembershipPreparation> preparations, ServingSnapshotBuilder builder, HealthMonitor health,
        StoreClock clock, TimeProvider timeProvider)
    {
        _state = state;
        _preparations = [.. preparations];
        _health = health;
        _clock = clock;
        _timeProvider = timeProvider;
        _builder = builder;
        _republish = timeProvider.CreateTimer(
            static publisher => ((SnapshotPublisher)publisher!).Publish(membership: null),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        _health.Changed += Republish;
        _clock.Stepped += Republish;
    }

    public async Task OnChangedAsync(MembershipSnapshot membership, CancellationToken cancellationToken)
    {
        foreach (var preparation in _preparations)
        {
            await preparation.PrepareAsync(membership, cancellationToken);
        }

        Publish(membership);
    }

    public void Dispose()
    {
        _health.Changed -= Republish;
        _clock.Stepped -= Republish;
        lock (_lock)
        {
            _disposed = true;
            _nextStep?.Dispose();
            _republish.Dispose();
        }
    }

    /// <summary>
    /// Schedules publication on the timer's thread, once for all verdicts that have changed, since verdicts change on the threads of
    /// requests.
    /// </summary>
    private void Republish()
    {
        if (Interlocked.Exchange(ref _republishing, 1) == 0)
        {
            _republish.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>
    /// Publishes a snapshot, off the request path. A membership, a verdict, and a step that coincide are published one after the other.
    /// </summary>
    private void Publish(MembershipSnapshot? membership)
    {
        lock (_lock)
        {
            Volatile.Write(ref _republishing, 0);
            var (now, storeNow, began) = (_timeProvider.GetUtcNow(), _clock.Now, _timeProvider.GetTimestamp());
            if (membership is not null)
            {
                _emptiedAt = membership.Servers.Length > 0 ? null : _membership.Servers.Length > 0 ? now : _emptiedAt;
            }

            _membership = WithoutTheFuture(membership ?? _membership, storeNow);
            _published = storeNow;
            var (health, ejectedUntil) = _health.Judge(_membership, now);
            var next = _builder.Next(_state.Serving, _membership, health, storeNow) with { EmptiedAt = _emptiedAt };
            _state.Publish(next, _timeProvider.GetElapsedTime(began));
            Schedule(Shorter(_builder.NextStepAfter(_membership, storeNow) - storeNow, ejectedUntil - now));
        }
    }

    private void Schedule(TimeSpan? wait)
    {
        _nextStep?.Dispose();
        _nextStep = wait is { } due && !_disposed
            ? _timeProvider.CreateTimer(_ => Republish(), state: null, due, Timeout.InfiniteTimeSpan)
            : null;
    }

    private static TimeSpan? Shorter(TimeSpan? left, TimeSpan? right) => left < right || right is null ? left : right;

    /// <summary>
    /// Limits join times to the present: a server would not gain weight until the store's clock caught up. The clock may have been set
    /// back, and servers of earlier builds recorded their own time.
    /// </summary>
    private MembershipSnapshot WithoutTheFuture(MembershipSnapshot membership, DateTimeOffset now) =>
        membership.Servers.All(server => server.Since <= now)
            ? membership
            : new(
                membership.Epoch,
                membership.Version,
                membership.Servers.Select(server => server.Since <= now ? server : server with { Since = now - KnownFor(server, now) }),
                membership.Algorithm);

    /// <summary>Returns how long this gateway has known a server, as far as the store's clock has told it.</summary>
    private TimeSpan KnownFor(Server server, DateTimeOffset now)
    {
        if (_membership.Find(server.Id) is not { } known || !string.Equals(known.Instance, server.Instance, StringComparison.Ordinal))
        {
            return TimeSpan.Zero;
        }

        return (known.Since <= now ? now : _published) - known.Since;
    }
}
