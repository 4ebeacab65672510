using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Cluster.Exchange;

/// <summary>
/// Creates the reports of this gateway: its requests in flight, the health that it observes, and its status. Not thread-safe.
/// </summary>
internal sealed class GatewayReporter(
    ClusterLoad load, ClusterState state, HealthMonitor health, IRejectionCount rejections, GatewayIdentity identity,
    TimeProvider timeProvider)
{
    /// <summary>The longest failure in a report, in characters: each gateway sends its report about twice a second.</summary>
    private const int LongestFailure = 200;

    private readonly DateTimeOffset _started = timeProvider.GetUtcNow();
    private long _sequence;

    /// <summary>The gateway's name.</summary>
    public GatewayId Id => identity.Id;

    /// <summary>The process that reports.</summary>
    public GatewayProcess Process => identity.Process;

    /// <summary>Creates the next report.</summary>
    public GatewayReport Next()
    {
        var (up, down) = health.Vote();
        return new(Process, ++_sequence, load.ReadHere(), up, down) { Status = StatusOf(state.Cluster) };
    }

    private ImmutableDictionary<ServerId, string> FailuresOf(ImmutableArray<Server> servers) =>
        servers.Select(server => (server.Id, Failure: health.FailureOf(server)))
            .Where(one => !one.Failure.IsNone)
            .ToImmutableDictionary(one => one.Id, one => Shortened(one.Failure.ToString()));

    private static string Shortened(string text) => text.Length <= LongestFailure ? text : $"{text.AsSpan(0, LongestFailure)}…";

    private GatewayStatus StatusOf(ClusterSnapshot cluster)
    {
        var servers = cluster.Membership.Servers;
        var members = cluster.Placement.Members;
        return new(
            Id,
            _started,
            cluster.Membership.Epoch,
            cluster.Membership.Version,
            cluster.Digest,
            cluster.Placement.Algorithm,
            cluster.Health.IsPanic,
            Where(server => !cluster.Health.IsHealthy(server), server => cluster.Health.Reasons[server]),
            Where(server => members[server].Weight != servers[server].Weight, server => members[server].Weight))
        {
            Failures = FailuresOf(servers),
            Rejected = rejections.Total,
        };

        ImmutableDictionary<ServerId, T> Where<T>(Func<int, bool> isIncluded, Func<int, T> value) =>
            Enumerable.Range(0, servers.Length).Where(isIncluded)
                .ToImmutableDictionary(server => servers[server].Id, value);
    }
}
