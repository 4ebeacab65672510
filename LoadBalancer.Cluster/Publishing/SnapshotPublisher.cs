using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Watching;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Publishing;

/// <summary>
/// Publishes a snapshot for each new membership, each change of a server's health, and each step of a slow start. All preparations run
/// first, so that a request never finds a server in the snapshot that it could not be forwarded to.
/// </summary>
internal sealed class SnapshotPublisher : IMembershipObserver, IDisposable
{
    private readonly ClusterState _state;
    private readonly IMembershipPreparation[] _preparations;
    private readonly ClusterLoad _load;
    private readonly HealthMonitor _health;
    private readonly TimeProvider _timeProvider;
    private readonly PlacementOptions _options;
    private readonly SlowStart _slowStart;
    private readonly ISnapshotBuilder _builder;
    private readonly ITimer _republish;
    private readonly Lock _lock = new();
    private MembershipSnapshot _membership = MembershipSnapshot.Empty;
    private DateTimeOffset? _emptiedAt;
    private ITimer? _nextStep;
    private bool _disposed;
    private int _republishing;

    public SnapshotPublisher(
        ClusterState state, IEnumerable<IMembershipPreparation> preparations, ClusterLoad load, HealthMonitor health,
        IOptions<PlacementOptions> options, ISnapshotBuilder builder, TimeProvider timeProvider)
    {
        _state = state;
        _preparations = [.. preparations];
        _load = load;
        _health = health;
        _timeProvider = timeProvider;
        _options = options.Value;
        _builder = builder;
        _slowStart = new(_options.SlowStart);
        _republish = timeProvider.CreateTimer(
            static publisher => ((SnapshotPublisher)publisher!).Publish(membership: null),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        _health.Changed += Republish;
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
        lock (_lock)
        {
            _disposed = true;
            _nextStep?.Dispose();
            _republish.Dispose();
        }
    }

    /// <summary>Verdicts change on the threads of requests: the work is done on the timer's, once for all that changed meanwhile.</summary>
    private void Republish()
    {
        if (Interlocked.Exchange(ref _republishing, 1) == 0)
        {
            _republish.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Off the request path: a membership, a verdict and a step that coincide wait for each other.</summary>
    private void Publish(MembershipSnapshot? membership)
    {
        lock (_lock)
        {
            Volatile.Write(ref _republishing, 0);
            var (now, began) = (_timeProvider.GetUtcNow(), _timeProvider.GetTimestamp());
            if (membership is not null)
            {
                _emptiedAt = membership.Servers.Length > 0 ? null : _membership.Servers.Length > 0 ? now : _emptiedAt;
                _membership = WithoutTheFuture(membership, now);
            }

            var (health, ejectedUntil) = _health.Judge(_membership, now);
            var weights = _slowStart.WeightsAt(_membership, now);
            var next = _builder.Next(_state.Cluster, _membership, _membership.Algorithm ?? _options.Algorithm, weights, health);
            var bound = _options.LoadFactor == 0
                ? null
                : new LoadBound(next, _load, _options.LoadFactor, _options.LoadFloor, _state.Serving.Bound);
            _state.Publish(new(next, bound) { EmptiedAt = _emptiedAt }, _timeProvider.GetElapsedTime(began));
            Schedule(Earlier(_slowStart.NextStepAfter(_membership, now), ejectedUntil) - now);
        }
    }

    private void Schedule(TimeSpan? wait)
    {
        _nextStep?.Dispose();
        _nextStep = wait is { } due && !_disposed
            ? _timeProvider.CreateTimer(_ => Republish(), state: null, due, Timeout.InfiniteTimeSpan)
            : null;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset? right) => left < right || right is null ? left : right;

    /// <summary>A server whose clock is ahead of ours joined when we saw it: it would not grow until we caught up otherwise.</summary>
    private MembershipSnapshot WithoutTheFuture(MembershipSnapshot membership, DateTimeOffset now) =>
        membership.Servers.All(server => server.Since <= now)
            ? membership
            : new(
                membership.Epoch,
                membership.Version,
                membership.Servers.Select(server => server.Since <= now ? server : server with { Since = FirstSeen(server) ?? now }),
                membership.Algorithm);

    private DateTimeOffset? FirstSeen(Server server) =>
        _membership.Find(server.Id) is { } known && string.Equals(known.Instance, server.Instance, StringComparison.Ordinal)
            ? known.Since
            : null;
}
