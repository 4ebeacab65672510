using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Gateway.Configuration;
using LoadBalancer.Gateway.Routing;
using LoadBalancer.Registry.Watching;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.State;

/// <summary>
/// Publishes a snapshot for each new membership, and for each step of a server that starts slowly. The routes follow
/// first: in that order a request never finds a server in the snapshot that it could not be forwarded to.
/// </summary>
internal sealed class SnapshotPublisher(
    ClusterState state, MembershipRoutes routes, ClusterLoad load, IOptions<GatewayOptions> options, TimeProvider timeProvider)
    : IMembershipObserver, IDisposable
{
    private readonly GatewayOptions _options = options.Value;
    private readonly SlowStart _slowStart = new(options.Value.SlowStart);
    private readonly Lock _lock = new();
    private MembershipSnapshot _membership = MembershipSnapshot.Empty;
    private ITimer? _nextStep;
    private bool _disposed;

    public async Task OnChangedAsync(MembershipSnapshot membership, CancellationToken cancellationToken)
    {
        await routes.ApplyAsync(membership, cancellationToken);
        Publish(membership);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _nextStep?.Dispose();
        }
    }

    /// <summary>Off the request path: a membership and a step that coincide wait for each other.</summary>
    private void Publish(MembershipSnapshot? membership)
    {
        lock (_lock)
        {
            var now = timeProvider.GetUtcNow();
            _membership = membership is null ? _membership : WithoutTheFuture(membership, now);
            var next = state.Cluster.Next(_membership, _membership.Algorithm ?? _options.Algorithm, _slowStart.WeightsAt(_membership, now));
            var bound = _options.LoadFactor == 0 ? null : new LoadBound(next, load, _options.LoadFactor, _options.LoadFloor);
            state.Publish(new(next, bound));
            Schedule(_slowStart.NextStepAfter(_membership, now) - now);
        }
    }

    private void Schedule(TimeSpan? wait)
    {
        _nextStep?.Dispose();
        _nextStep = wait is { } due && !_disposed
            ? timeProvider.CreateTimer(_ => Publish(membership: null), state: null, due, Timeout.InfiniteTimeSpan)
            : null;
    }

    /// <summary>A server whose clock is ahead of ours joined when we saw it: it would not grow until we caught up otherwise.</summary>
    private MembershipSnapshot WithoutTheFuture(MembershipSnapshot membership, DateTimeOffset now) => new(
        membership.Epoch,
        membership.Version,
        membership.Servers.Select(server => server.Since <= now ? server : server with { Since = FirstSeen(server) ?? now }),
        membership.Algorithm);

    private DateTimeOffset? FirstSeen(Server server) =>
        _membership.Find(server.Id) is { } known && string.Equals(known.Instance, server.Instance, StringComparison.Ordinal) ? known.Since : null;
}
