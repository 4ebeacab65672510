using System.Collections.Immutable;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Cluster.Watching;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.State.Statistics;
using LoadBalancer.Dashboard.State.Weights;

namespace LoadBalancer.Dashboard.State;

/// <summary>Composes the snapshot from what was read and from the state of earlier ticks. Not thread-safe.</summary>
internal sealed class SnapshotComposer(IStatisticsStore statistics, StoreClock clock)
{
    private const int MostHotKeys = 50;
    private const int ShownEvents = 200;

    private readonly ClusterTracker _cluster = new();
    private readonly DivergenceTracker _divergence = new();
    private readonly CheckedProcesses _checked = new();
    private readonly NamesakeTracker _namesakes = new();
    private readonly IdleTracker _idle = new();
    private readonly WeightHistory _weights = new();
    private readonly StatisticsHistory _statistics = new();

    /// <summary>Reads the new statistics of the last 30 minutes.</summary>
    /// <param name="now">The time of the read.</param>
    /// <param name="connectedSince">Since when Redis is reachable; statistics written before may be incomplete here.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public Task ReadStatisticsAsync(DateTimeOffset now, DateTimeOffset connectedSince, CancellationToken cancellationToken) =>
        _statistics.ReadAsync(statistics, now, connectedSince, cancellationToken);

    /// <summary>
    /// Updates the state that needs every tick, without a snapshot: the weights, since when gateways diverge and draining servers are idle,
    /// what gateways have checked, and which share a name.
    /// </summary>
    public void Watch(MembershipSnapshot membership, ImmutableArray<GatewayReport> reports, DateTimeOffset now)
    {
        var cluster = _cluster.Next(membership, reports);
        _weights.Next(cluster, now);
        _divergence.Next(reports, cluster.Digest, now);
        _checked.Next(membership, reports);
        _namesakes.Next(reports);
        _idle.Next(membership, reports, now);
    }

    /// <summary>Composes the snapshot of a tick.</summary>
    public DashboardSnapshot Next(StoreReading reading, RegistryConnectionSnapshot store)
    {
        var cluster = _cluster.Next(reading.Membership, reading.Gateways);
        _weights.Next(cluster, reading.At);
        var sum = _statistics.Sum();
        var requests = sum.Servers.Values.Sum(server => server.Requests);
        return new()
        {
            At = reading.At,
            Store = store,
            Cluster = cluster,
            Servers = ServersOf(reading, cluster, _cluster.Shares, sum, requests),
            Gateways = GatewaysOf(reading, cluster),
            LostGateways = reading.LostGateways,
            Namesakes = _namesakes.Next(reading.Gateways),
            TotalRequests = reading.Totals.Values.Sum(counts => counts.Requests),
            Totals = reading.Totals,
            RecentDeparted = ServerStatistics.SumOverGateways(
                [.. sum.Servers.Where(entry => reading.Membership.Find(entry.Key) is null).Select(entry => entry.Value)]),
            Unplaced = sum.Unplaced,
            Timeline = _statistics.TimelineAt(reading.At),
            Weights = _weights.Until(reading.At),
            HotKeys =
            [
                .. sum.HotKeys.StandingOut().Top(MostHotKeys).Keys
                    .Select(key => new HotKeyView(key, ShareOf(key.Requests, requests), HotKeyOwner.Of(cluster, key))
                    {
                        Recent = HotKeyRecent.Of(key, requests, sum.RecentKeys, sum.RecentRequests),
                    }),
            ],
            Events = [.. reading.Events.Take(ShownEvents)],
            DataLostAt = reading.Events.FirstOrDefault(happened => happened.Kind == ClusterEventKind.DataLost)?.At,
            Departed = DepartedServer.Among(reading.Events, reading.Membership),
            Changes = reading.Changes,
            Replicas = reading.Replicas,
            ClockAhead = clock.Ahead,
        };
    }

    private ImmutableArray<ServerView> ServersOf(
        StoreReading reading, ClusterSnapshot cluster, ImmutableArray<KeyShare> shares, StatisticsSum sum, long requests)
    {
        var inFlight = OtherGateways.Sum(reading.Gateways).InFlight;
        var weights = cluster.Membership.Servers.Sum(server => (long)server.Weight);
        var known = _checked.Next(reading.Membership, reading.Gateways);
        var idle = _idle.Next(reading.Membership, reading.Gateways, reading.At);
        return
        [
            .. cluster.Membership.Servers.Select((server, place) =>
            {
                var recent = sum.Servers.GetValueOrDefault(server.Id, ServerStatistics.None);
                return new ServerView(
                    server,
                    cluster.Placement.Members[place].Weight,
                    shares[place].Points,
                    shares[place].Share,
                    (double)server.Weight / weights,
                    cluster.Health.IsHealthy(place),
                    known.Contains(ServerProcess.Of(server)),
                    HealthOf(server, reading.Gateways),
                    reading.Leases.TryGetValue(server.Id, out var left) ? left : null,
                    inFlight.GetValueOrDefault(server.Id),
                    recent,
                    ShareOf(recent.Requests, requests),
                    reading.Totals.GetValueOrDefault(server.Id).Requests)
                {
                    IdleSince = idle.TryGetValue(ServerProcess.Of(server), out var since) ? since : null,
                };
            }),
        ];
    }

    private ImmutableArray<GatewayView> GatewaysOf(StoreReading reading, ClusterSnapshot cluster)
    {
        var diverges = _divergence.Next(reading.Gateways, cluster.Digest, reading.At);
        return
        [
            .. reading.Gateways.Where(report => report.Status is not null)
            .OrderBy(report => report.Status!.Name.Value, StringComparer.Ordinal)
            .Select(report => new GatewayView(
                    report.Gateway,
                    report.Status!,
                    report.InFlight.Values.Sum(),
                    diverges.TryGetValue(report.Gateway, out var divergence) ? divergence : null)),
        ];
    }

    private static ImmutableArray<ServerHealthView> HealthOf(Server server, ImmutableArray<GatewayReport> gateways) =>
    [
        .. gateways.Select(report => report.Status).OfType<GatewayStatus>().OrderBy(status => status.Name.Value, StringComparer.Ordinal)
            .Select(status => new ServerHealthView(
                status.Name, status.Unhealthy.GetValueOrDefault(server.Id), status.Failures.GetValueOrDefault(server.Id))),
    ];

    private static double ShareOf(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
