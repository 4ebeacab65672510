using System.Collections.Immutable;
using System.Globalization;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Recording;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Cluster.Watching;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Gateway.Endpoints;

/// <summary><c>/stats</c>: the distribution of requests, since the cluster began or in a window of the recent past.</summary>
internal static class StatsEndpoint
{
    public static void MapStats(this IEndpointRouteBuilder endpoints) => endpoints.Map("/stats", GetAsync);

    private static async Task<Results<JsonHttpResult<StatsReport>, ProblemHttpResult>> GetAsync(
        ClusterState state,
        PlacementPolicy policy,
        ClusterCounts counts,
        RequestCounters local,
        RecentCounts recent,
        MembershipWatcher watcher,
        string? window,
        CancellationToken cancellationToken)
    {
        if (window is null)
        {
            return Report(state.Cluster, policy, counts.Read(), local, counts.IsCluster && watcher.Connection.IsConnected);
        }

        if (!TryParseWindow(window, out var length))
        {
            return TypedResults.Problem($"window={window} is not allowed: it must be a number with s or m, up to 30m.", statusCode: 400);
        }

        return await recent.ReadAsync(length, cancellationToken) is { } windowed
            ? Report(state.Cluster, policy, windowed, local, isCluster: true)
            : TypedResults.Problem("Recent counts are kept in Redis, which is unreachable.", statusCode: 503);
    }

    private static JsonHttpResult<StatsReport> Report(
        ClusterSnapshot snapshot, PlacementPolicy policy, ImmutableDictionary<ServerId, ServerCounts> counts, RequestCounters local,
        bool isCluster)
    {
        var total = counts.Values.Sum(count => count.Requests);
        var ring = new RingReport(
            snapshot.Membership.Version,
            snapshot.Digest,
            policy.Digest,
            snapshot.Placement.Algorithm.ToString(),
            snapshot.Placement.PointCount);
        var servers = snapshot.Membership.Servers.Select((server, i) =>
            Report(server, snapshot.Health.IsHealthy(i), counts.GetValueOrDefault(server.Id), total, local.Of(server.Id)));
        return TypedResults.Json(
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

    private static bool TryParseWindow(string text, out TimeSpan window)
    {
        window = TimeSpan.Zero;
        var seconds = text is [.., var unit] ? unit switch { 's' => 1, 'm' => 60, _ => 0 } : 0;
        if (seconds == 0 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        var total = (long)number * seconds;
        window = TimeSpan.FromSeconds(Math.Min(total, int.MaxValue));
        return window > TimeSpan.Zero && window <= StatisticsClock.Longest;
    }
}
