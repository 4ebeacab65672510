using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Recording;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Watching;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Gateway.Endpoints;

/// <summary>
/// The bodies of <c>/stats</c>. With 10,000 servers one takes 150 ms: in a cluster with more than <see cref="Few"/> servers it is computed
/// on the thread pool, one at a time, at most once a second for each window, and only while somebody asks. Thread-safe.
/// </summary>
internal sealed class StatsReports(
    ClusterState state, PlacementPolicy policy, StatsCounts counts, MembershipWatcher watcher, TimeProvider timeProvider) : IDisposable
{
    /// <summary>The number of servers up to which each request gets figures of its own.</summary>
    public const int Few = 100;

    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<TimeSpan, Kept> _kept = [];
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Returns the JSON of a report, or <see langword="null"/> if its counts cannot be read from Redis.</summary>
    /// <param name="window">The length of the recent past; <see cref="TimeSpan.Zero"/> for all since the cluster began.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<byte[]?> ReadAsync(TimeSpan window, CancellationToken cancellationToken)
    {
        if (state.Cluster.Membership.Servers.Length <= Few)
        {
            return ComputeAsync(window, cancellationToken);
        }

        var now = timeProvider.GetTimestamp();
        var kept = _kept.AddOrUpdate(
            window, static (window, begin) => begin.Reports.Begin(window, begin.Now), static (window, last, begin) =>
                begin.Reports.IsFresh(last, begin.Now) ? last : begin.Reports.Begin(window, begin.Now), (Reports: this, Now: now));
        return kept.Body.Value.WaitAsync(cancellationToken);
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>
    /// Whether a report is still in use. One that is under way is: otherwise more and more of them would wait for their turn.
    /// </summary>
    private bool IsFresh(Kept kept, long now) => !kept.IsComplete || timeProvider.GetElapsedTime(kept.At, now) < Freshness;

    private Kept Begin(TimeSpan window, long now) => new(now, new(() =>
    {
        Forget(now);
        return Task.Run(() => ComputeInTurnAsync(window));
    }));

    /// <summary>Removes what is no longer fresh: anyone may ask for any window.</summary>
    private void Forget(long now)
    {
        foreach (var kept in _kept)
        {
            if (!IsFresh(kept.Value, now))
            {
                _kept.TryRemove(kept);
            }
        }
    }

    private async Task<byte[]?> ComputeInTurnAsync(TimeSpan window)
    {
        await _turn.WaitAsync();
        try
        {
            return await ComputeAsync(window, CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<byte[]?> ComputeAsync(TimeSpan window, CancellationToken cancellationToken)
    {
        if (window == TimeSpan.Zero)
        {
            return ToJson(state.Cluster, counts.Cluster.Read(), counts.Cluster.IsCluster && watcher.Connection.IsConnected);
        }

        return await counts.Recent.ReadAsync(window, cancellationToken) is { } windowed
            ? ToJson(state.Cluster, windowed, isCluster: true)
            : null;
    }

    private byte[] ToJson(ClusterSnapshot snapshot, ImmutableDictionary<ServerId, ServerCounts> read, bool isCluster)
    {
        var total = read.Values.Sum(count => count.Requests);
        var ring = new RingReport(
            snapshot.Membership.Version,
            snapshot.Digest,
            policy.Digest,
            snapshot.Placement.Algorithm.ToString(),
            snapshot.Placement.PointCount);
        var servers = snapshot.Membership.Servers.Select((server, i) =>
            Report(server, snapshot.Health.IsHealthy(i), read.GetValueOrDefault(server.Id), total, counts.Local.Of(server.Id)));
        return JsonSerializer.SerializeToUtf8Bytes(
            new StatsReport(total, ring, [.. servers], isCluster ? "cluster" : "local"), GatewayJson.Default.StatsReport);
    }

    private static ServerReport Report(Server server, bool isHealthy, ServerCounts counts, long total, ServerCounter local) => new(
        server.Id.Value,
        server.Url,
        server.Weight,
        server.State == ServerState.Active ? "active" : "draining",
        isHealthy,
        counts.Requests,
        Share: total == 0 ? 0 : (double)counts.Requests / total,
        counts.Failures,
        local.Load.InFlight);

    private sealed record Kept(long At, Lazy<Task<byte[]?>> Body)
    {
        public bool IsComplete => Body is { IsValueCreated: true, Value.IsCompleted: true };
    }
}
