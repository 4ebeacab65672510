using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Dashboard.State.Statistics;
using LoadBalancer.Dashboard.State.Weights;
using LoadBalancer.Tests.Dashboard.State;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>Creates snapshots of a cluster in use, identical in every run.</summary>
internal sealed class SampleCluster
{
    /// <summary>The time in every snapshot.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 11, 3, 5, TimeSpan.Zero);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly DateTimeOffset First = Now.AddMinutes(-30).AddSeconds(-5);

    private readonly Random _random = new(42);
    private readonly MembershipSnapshot _membership;
    private readonly ClusterSnapshot _cluster;
    private readonly ImmutableArray<KeyShare> _shares;
    private readonly ImmutableDictionary<ServerId, ServerStatistics>[] _intervals;

    private bool _rejects = true;
    private double _slowness = 1;

    private SampleCluster(IEnumerable<Server> servers, PlacementAlgorithm algorithm)
    {
        MembershipSnapshot given = new(new("epoch-1"), 42, servers);
        _membership = given.Servers.IsEmpty ? MembershipSnapshot.Empty : given;
        var reasons = _membership.Servers
            .Select(
                server => server.Id.Value.EndsWith("-4", StringComparison.Ordinal)
                    ? HealthReason.ConsecutiveFailures
                    : HealthReason.Healthy);
        _cluster = ClusterSnapshot.Create(
            _membership, algorithm, [.. _membership.Servers.Select(WeightInEffect)], new([.. reasons], IsPanic: false));
        _shares = KeyShares.Of(_cluster.Placement);
        _intervals = [.. IntervalsOf()];
    }

    /// <summary>
    /// Six servers in every state: one is in slow start, one is ejected, one is draining, and one has twice the weight and was added by
    /// hand.
    /// </summary>
    public static DashboardSnapshot InUse(PlacementAlgorithm algorithm = PlacementAlgorithm.Ring) =>
        new SampleCluster(Enumerable.Range(1, 6).Select(ServerOf), algorithm).Snapshot();

    /// <summary>Two hundred servers.</summary>
    public static DashboardSnapshot Crowd() => Of(200);

    /// <summary>A number of servers.</summary>
    public static DashboardSnapshot Of(int servers, PlacementAlgorithm algorithm = PlacementAlgorithm.Ring) =>
        new SampleCluster(Enumerable.Range(1, servers).Select(ServerOf), algorithm).Snapshot();

    /// <summary>Five servers that replaced thirty others three minutes ago.</summary>
    public static DashboardSnapshot Rolled()
    {
        var now = new SampleCluster(Enumerable.Range(1, 5).Select(ServerOf), PlacementAlgorithm.Ring);
        var old = Enumerable.Range(1, 30).Select(number => ServerOf(number) with { Id = new($"edge-{number}") });
        var before = new SampleCluster(old, PlacementAlgorithm.Ring);
        var snapshot = now.Snapshot();
        return snapshot with { Timeline = now.TimelineOf([.. before._intervals.Take(163), .. now._intervals.Skip(163)]) };
    }

    /// <summary>Two of six servers crashed, so that their leases expired three minutes ago.</summary>
    public static DashboardSnapshot LostServers()
    {
        Server[] all = [.. Enumerable.Range(1, 6).Select(ServerOf)];
        var before = new SampleCluster(all, PlacementAlgorithm.Ring);
        var now = new SampleCluster(all.Where(server => server.Id.Value is not ("backend-3" or "backend-6")), PlacementAlgorithm.Ring);
        var lost = new ClusterEvent(Now.AddMinutes(-3), ClusterEventKind.Expired, new("backend-6"), "lease sweep", "");
        ClusterEvent[] events = [lost, lost with { Server = new("backend-3") }, .. SampleEvents.Until(Now)];
        return now.Snapshot() with
        {
            Timeline = now.TimelineOf([.. before._intervals.Take(163), .. now._intervals.Skip(163)]),
            Events = [.. events],
            Departed = DepartedServer.Among(events, now._membership),
        };
    }

    /// <summary>In the last minute, requests took ten times as long as before.</summary>
    public static DashboardSnapshot Slow()
    {
        var calm = new SampleCluster(Enumerable.Range(1, 3).Select(ServerOf), PlacementAlgorithm.Ring);
        var slow = new SampleCluster(Enumerable.Range(1, 3).Select(ServerOf), PlacementAlgorithm.Ring) { _slowness = 10 };
        return calm.Snapshot() with { Timeline = calm.TimelineOf([.. calm._intervals.Take(175), .. slow.IntervalsOf().Skip(175)]) };
    }

    /// <summary>Redis lost its data ten minutes ago.</summary>
    public static DashboardSnapshot LostData()
    {
        var calm = new SampleCluster(Enumerable.Range(1, 3).Select(ServerOf), PlacementAlgorithm.Ring);
        var at = Now.AddMinutes(-10);
        return calm.Snapshot() with
        {
            Events = [new(at, ClusterEventKind.DataLost, null, "gateway-1", "it was empty")],
            DataLostAt = at,
            Timeline = calm.TimelineOf([.. calm._intervals.Select((interval, i) => i < 120 ? interval.Clear() : interval)]),
        };
    }

    /// <summary>A cluster that received its first request four minutes ago.</summary>
    public static DashboardSnapshot Young()
    {
        var calm = new SampleCluster(Enumerable.Range(1, 6).Select(ServerOf), PlacementAlgorithm.Ring);
        var intervals = calm._intervals.Select((interval, i) => i < 156 ? interval.Clear() : interval);
        return calm.Snapshot() with { Timeline = calm.TimelineOf([.. intervals]) };
    }

    /// <summary>A cluster whose last request was two minutes ago.</summary>
    public static DashboardSnapshot Quiet()
    {
        var calm = new SampleCluster(Enumerable.Range(1, 3).Select(ServerOf), PlacementAlgorithm.Ring) { _rejects = false };
        var intervals = calm._intervals.Select((interval, i) => i > 168 ? interval.Clear() : interval);
        return calm.Snapshot() with { Timeline = calm.TimelineOf([.. intervals]), Unplaced = default };
    }

    /// <summary>A cluster without servers, gateways, or events.</summary>
    public static DashboardSnapshot Nothing()
    {
        var nothing = new SampleCluster([], PlacementAlgorithm.Ring).Snapshot();
        return nothing with
        {
            Gateways = [],
            Events = [],
            Changes = [],
            HotKeys = [],
            TotalRequests = 0,
            Totals = nothing.Totals.Clear(),
            Replicas = new(null, null),
        };
    }

    /// <summary>The dashboard has lost its connection to Redis.</summary>
    public static DashboardSnapshot Stale(string? reason = null) =>
        InUse() with { Store = new(IsConnected: false, Now.AddSeconds(14), WasReached: true) { Reason = reason } };

    /// <summary>One of two gateways has stopped reporting.</summary>
    public static DashboardSnapshot LostGateway()
    {
        var calm = InUse();
        return calm with
        {
            Gateways = [calm.Gateways[0]],
            LostGateways =
            [
                new(new("gateway-2"), new("gateway-2.1"), Now.AddHours(-3), Now.AddMinutes(-4))
                    { Build = "0.1.0+218a0dfb", Urls = ["http://[::]:80"] },
            ],
        };
    }

    /// <summary>One gateway has another hash key and a wrong clock, and one runs an earlier build.</summary>
    public static DashboardSnapshot DifferentSettings()
    {
        var calm = InUse();
        GatewayView[] gateways = [.. calm.Gateways.Select(gateway => gateway with { Divergence = null })];
        return calm with
        {
            Gateways =
            [
                With(gateways[0], Policy, TimeSpan.Zero),
                With(gateways[1], Policy.SetItem(PolicySettings.HashKey, "path"), TimeSpan.FromSeconds(7)),
                With(gateways[2] with { Status = gateways[2].Status with { Version = 42, Digest = calm.Cluster.Digest } }, null, null),
            ],
        };

        static GatewayView With(GatewayView gateway, ImmutableSortedDictionary<string, string>? policy, TimeSpan? ahead) =>
            gateway with { Status = gateway.Status with { Policy = policy, ClockAhead = ahead } };
    }

    /// <summary>All gateways have the same digest, and one runs an earlier build, which does not report its settings.</summary>
    public static DashboardSnapshot EarlierVersion()
    {
        var different = DifferentSettings();
        var second = different.Gateways[1];
        return different with
        {
            Gateways = different.Gateways.SetItem(1, second with { Status = second.Status with { Policy = Policy, ClockAhead = null } }),
        };
    }

    /// <summary>Servers that do not respond: all but the given number.</summary>
    public static DashboardSnapshot Panic(int healthy = 0)
    {
        var calm = InUse();
        var members = calm.Cluster.Membership.Servers;
        ImmutableArray<HealthReason> reasons = [.. members.Select((_, i) => i < healthy ? HealthReason.Healthy : HealthReason.ProbesFail)];
        return calm with
        {
            Cluster = calm.Cluster.Next(calm.Cluster.Membership, health: new(reasons, IsPanic: true)),
            Servers = [.. calm.Servers.Select((server, i) => server with { IsHealthy = i < healthy })],
            Gateways =
            [
                .. calm.Gateways.Select(gateway => gateway with { Status = gateway.Status with { IsPanic = true }, Divergence = null }),
            ],
        };
    }

    /// <summary>The settings that decide where a key goes, the same on all gateways.</summary>
    public static readonly ImmutableSortedDictionary<string, string> Policy = ImmutableSortedDictionary<string, string>.Empty
        .Add(PolicySettings.HashKey, "header:x-request-id, client-ip")
        .Add(PolicySettings.SlowStart, "00:00:10");

    private static Server ServerOf(int number) => new()
    {
        Id = new($"backend-{number}"),
        Url = $"http://10.0.{number / 100}.{10 + number}:8080",
        Weight = number == 2 ? 200 : 100,
        State = number == 5 ? ServerState.Draining : ServerState.Active,
        Instance = number == 2 ? null : $"instance-{number}",
        Lease = number == 2 ? null : TimeSpan.FromSeconds(10),
        Since = number == 3 ? Now.AddMinutes(-11) : Now.AddHours(-7 * number),
    };

    private static int WeightInEffect(Server server) => server.Id.Value == "backend-3" ? 40 : server.Weight;

    private ResponseCounts Unplaced =>
        _membership.Servers.IsEmpty || !_rejects ? default : new(default, new(0, 0, 0, 12, 41), ClientsLeft: 2);

    private DashboardSnapshot Snapshot()
    {
        var timeline = TimelineOf(_intervals);
        var requests = timeline.All.Servers.Requests;
        var totals = _membership.Servers.ToImmutableDictionary(
            server => server.Id,
            server => new ServerCounts(timeline.All.Of(server.Id).Requests * 9, timeline.All.Of(server.Id).Failures * 4));
        totals = totals.Add(new("backend-0"), new(18_204, 7));
        return new()
        {
            At = Now,
            Store = new(IsConnected: true, Now.AddHours(-3), WasReached: true),
            Cluster = _cluster,
            Servers = [.. _membership.Servers.Select((server, i) => ViewOf(server, i, timeline, requests, totals))],
            Gateways =
            [
                GatewayOf("gateway-1", null, 34),
                GatewayOf("gateway-2", null, 29),
                GatewayOf("gateway-3", Now.AddSeconds(-48), 31),
            ],
            TotalRequests = totals.Values.Sum(counts => counts.Requests),
            Totals = totals,
            Unplaced = Unplaced,
            Timeline = timeline,
            Weights = [.. Enumerable.Repeat(WeightShares.Of(_cluster), _intervals.Length)],
            HotKeys = [.. SampleKeys.Of(_cluster, requests)],
            Events = SampleEvents.Until(Now),
            Changes = SampleEvents.ChangesUntil(Now),
            Replicas = new(Wanted: 5, new("build-1/4711", Kept: 5, Most: 10)),
        };
    }

    private ServerView ViewOf(
        Server server, int place, Timeline timeline, long requests, ImmutableDictionary<ServerId, ServerCounts> totals)
    {
        var recent = timeline.All.Of(server.Id);
        var weights = _membership.Servers.Sum(WeightInEffect);
        var reason = _cluster.Health.Reasons[place];
        var share = WeightInEffect(server) / (double)weights;
        return new(
            server,
            WeightInEffect(server),
            _shares[place].Points,
            _shares[place].Share,
            WeightShare: share,
            IsHealthy: reason == HealthReason.Healthy,
            IsChecked: true,
            [new(new("gateway-1"), reason), new(new("gateway-2"), reason), new(new("gateway-3"), HealthReason.Healthy)],
            server.Lease is { } lease ? lease * (0.6 + (0.4 * _random.NextDouble())) : null,
            InFlight: server.State == ServerState.Draining ? 1 : _random.Next(3, 30),
            recent,
            requests == 0 ? 0 : (double)recent.Requests / requests,
            totals[server.Id].Requests);
    }

    private GatewayView GatewayOf(string name, DateTimeOffset? divergesSince, int inFlight)
    {
        var (version, digest) = divergesSince is null ? (42L, _cluster.Digest) : (41L, "03d1a9c87e55b2f0");
        var unhealthy = ImmutableDictionary<ServerId, HealthReason>.Empty.Add(new("backend-4"), HealthReason.ConsecutiveFailures);
        var status = new GatewayStatus(
            new(name), Now.AddHours(-3.4), new("epoch-1"), version, digest, PlacementAlgorithm.Ring, IsPanic: false, unhealthy,
            ImmutableDictionary<ServerId, int>.Empty.Add(new("backend-3"), 40));
        return new(
            new($"{name}.1"),
            status with
            {
                Policy = Policy,
                Facts = new("0.1.0+218a0dfb", 38 + inFlight, CpuCores: 0.42, 212_000_000, 2_000_000_000) { Urls = ["http://[::]:80"] },
            },
            inFlight,
            divergesSince is { } since ? new(since, IsLasting: true) : null);
    }

    /// <summary>Each of the three gateways has sent the requests of another third of the servers.</summary>
    private Timeline TimelineOf(ImmutableDictionary<ServerId, ServerStatistics>[] intervals) => Timelines.Of(
        First, Now, intervals.Select((servers, i) => Enumerable.Range(1, 3).Select(gateway => new StatisticsInterval(
            new($"gateway-{gateway}.1"),
            i,
            servers.Where(server => server.Key.Value.Sum(character => character) % 3 == gateway - 1).ToImmutableDictionary(),
            [])
        {
            Unplaced = gateway == 1 && i == intervals.Length - 1 ? Unplaced : default,
        }).ToArray()));

    private IEnumerable<ImmutableDictionary<ServerId, ServerStatistics>> IntervalsOf() => Enumerable.Range(0, 181)
        .Select(i => _membership.Servers
            .Where(server => !(server.State == ServerState.Draining && i > 150) && server.Since < First + (Interval * i))
            .ToImmutableDictionary(server => server.Id, server => StatisticsOf(server, i)));

    private ServerStatistics StatisticsOf(Server server, int interval)
    {
        var swing = 1 + (0.25 * Math.Sin(interval / 22.0)) + (0.08 * Math.Sin(interval / 5.0)) + (_random.NextDouble() * 0.06);
        var requests = (long)(WeightInEffect(server) * 4.3 * swing * (interval == 180 ? 0.5 : 1));
        var isFailing = server.Id.Value.EndsWith("-4", StringComparison.Ordinal) && interval > 172;
        var latency = Enumerable.Range(0, 40).Select(_ => LatencyOf(server)).GroupBy(bucket => bucket)
            .Select(group => new LatencyCount(group.Key, Math.Max(1, group.Count() * requests / 40)));
        var responded = isFailing ? requests / 4 : requests;
        var responses = new ResponseCounts(
            new(0, responded - (responded / 97), 0, responded / 97, 0), new(0, 0, 0, 0, isFailing ? 3 : 0), ClientsLeft: 0);
        return new(
            responded,
            isFailing ? requests / 9 : 0,
            _random.Next(0, 40) == 0 ? 2 : 0,
            _random.Next(0, 30) == 0 ? 5 : 0,
            12,
            LatencyHistogram.Create(latency))
        {
            Responses = responses,
        };
    }

    private int LatencyOf(Server server)
    {
        var median = server.Id.Value.EndsWith("-4", StringComparison.Ordinal) ? 9.0 : 3.2;
        var spread = Math.Exp(_random.NextDouble() * _random.NextDouble() * 2.4);
        return LatencyBuckets.Wire.IndexOf(TimeSpan.FromMilliseconds(_slowness * median * spread));
    }
}
