using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Dashboard;

public sealed class ObservationApiTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Reads =>
    [
        "/api/servers", "/api/servers/a", "/api/ring", "/api/ring/owner?key=k", "/api/stats", "/api/gateways", "/api/hot-keys",
        "/api/replicas", "/api/timeline",
    ];

    [Fact]
    public async Task Stats_GatewaysHaveReported_AgreeWithTheCounters()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        await host.Counters.AddAsync(new(new("g"), 1, Counts(("a", 30, 1), ("gone", 70, 0))), Token);
        var bucket = LatencyBuckets.Wire.IndexOf(TimeSpan.FromMilliseconds(8));
        var recent = new ServerStatistics(30, 1, 2, 3, 4, LatencyHistogram.Create([new(bucket, 30)]));
        await host.Get<IStatisticsStore>().WriteAsync(
            [new(
                new("g"),
                StatisticsClock.IndexOf(TimeProvider.System.GetUtcNow()),
                ImmutableDictionary<ServerId, ServerStatistics>.Empty.Add(new("a"), recent),
                [new("hot", KeyHash.Of("hot"), 20, 0)])], Token);
        await host.WaitAsync("the counts are shown", snapshot => snapshot.TotalRequests == 100 && snapshot.HotKeys.Length > 0);

        var stats = await (await host.GetAsync("/api/stats")).ReadJsonAsync();
        var hot = (await (await host.GetAsync("/api/hot-keys")).ReadJsonAsync()).GetProperty("hotKeys")[0];

        Assert.Equal(100, stats.GetProperty("total").GetInt64());
        var server = stats.GetProperty("servers")[0];
        Assert.Equal((30, 1, 0.3), (server.GetProperty("requests")
            .GetInt64(), server.GetProperty("failures").GetInt64(), server.GetProperty("share").GetDouble()));
        Assert.Equal((30, 2, 3), (server.GetProperty("recent").GetProperty("requests").GetInt64(), server.GetProperty("recent")
            .GetProperty("retries")
            .GetInt64(), server.GetProperty("recent").GetProperty("spills").GetInt64()));
        Assert.Equal(8, server.GetProperty("recent").GetProperty("p99Ms").GetDouble(), 0.6);
        Assert.Equal(("hot", 20), (hot.GetProperty("key").GetString(), hot.GetProperty("requests").GetInt64()));
        Assert.Contains(hot.GetProperty("owner").GetString(), (string[])["a", "b", "c"]);
        Assert.Equal(("steady", 20 / 30.0), (hot.GetProperty("trend").GetString(), hot.GetProperty("recentShare").GetDouble()));
    }

    [Fact]
    public async Task Timeline_OfAServerAndOfAGateway_HasTheirRequests()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var bucket = LatencyBuckets.Wire.IndexOf(TimeSpan.FromMilliseconds(8));
        ServerStatistics Of(int requests, ResponseCounts responses) =>
            new(requests, 0, 0, 0, 4, LatencyHistogram.Create([new(bucket, requests)])) { Responses = responses };
        await host.Get<IStatisticsStore>().WriteAsync(
            [new(
                new("g1.1"),
                StatisticsClock.IndexOf(TimeProvider.System.GetUtcNow()) - 3,
                ImmutableDictionary<ServerId, ServerStatistics>.Empty
                    .Add(new("a"), Of(30, new(new(0, 20, 0, 6, 4), new(0, 0, 0, 0, 0), ClientsLeft: 0)))
                    .Add(new("gone"), Of(5, new(new(0, 2, 0, 0, 0), new(0, 0, 0, 0, 2), ClientsLeft: 1))),
                [])], Token);
        await host.Get<IGatewayExchange>().ExchangeAsync(
            new(new("g1.1"), 1, [], [], [])
            {
                Status = new GatewayStatus(
                    new("g1"), TimeProvider.System.GetUtcNow(), new("epoch"), 1, "9f2c", PlacementAlgorithm.Ring, IsPanic: false,
                    ImmutableDictionary<ServerId, HealthReason>.Empty, ImmutableDictionary<ServerId, int>.Empty),
            },
            Interval,
            Token);
        await host.WaitAsync(
            "all is shown", snapshot => snapshot.Timeline.All.Requests == 35 && snapshot.Gateways.Length == 1);

        Assert.Equal<long[]>([30, 6, 4, 0, 0], await SumsAsync("?server=a"));
        Assert.Equal<long[]>([5, 0, 0, 2, 1], await SumsAsync("?server=gone"));
        Assert.Equal<long[]>([0, 0, 0, 0, 0], await SumsAsync("?server=b&minutes=1"));
        Assert.Equal<long[]>([35, 6, 4, 2, 1], await SumsAsync("?gateway=g1"));
        Assert.Equal<long[]>([35, 6, 4, 2, 1], await SumsAsync("?minutes=1"));

        var points = await PointsAsync("?server=a&minutes=1");
        Assert.Equal(7, points.Length);
        Assert.Equal([true, true, true, true, true, true, false], points.Select(point => point.GetProperty("isOver").GetBoolean()));
        Assert.Equal(
            8, points.Single(point => point.TryGetProperty("p99Ms", out _)).GetProperty("p99Ms").GetDouble(), 0.6);

        async Task<JsonElement[]> PointsAsync(string query) =>
            [.. (await (await host.GetAsync($"/api/timeline{query}")).ReadJsonAsync()).GetProperty("points").EnumerateArray()];

        async Task<long[]> SumsAsync(string query)
        {
            var read = await PointsAsync(query);
            string[] names = ["requests", "clientErrors", "serverErrors", "gatewayErrors", "clientsDisconnected"];
            return [.. names.Select(name => read.Sum(point => point.GetProperty(name).GetInt64()))];
        }
    }

    [Theory]
    [InlineData("?minutes=0", HttpStatusCode.BadRequest, "minutes")]
    [InlineData("?minutes=31", HttpStatusCode.BadRequest, "minutes")]
    [InlineData("?server=%3Cx%3E", HttpStatusCode.BadRequest, "server")]
    [InlineData("?server=a&gateway=g1", HttpStatusCode.BadRequest, "gateway")]
    [InlineData("?since=1", HttpStatusCode.BadRequest, "since")]
    [InlineData("?server=nobody", HttpStatusCode.NotFound, null)]
    [InlineData("?gateway=nobody", HttpStatusCode.NotFound, null)]
    public async Task Timeline_BadQuery_IsAProblem(string query, HttpStatusCode status, string? field)
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        using var response = await host.GetAsync($"/api/timeline{query}");

        var problem = await response.AssertProblemAsync(status);
        Assert.Equal(field, problem.TryGetProperty("field", out var named) ? named.GetString() : null);
    }

    [Fact]
    public async Task Gateways_OneReports_IsListed()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var cluster = host.Get<LoadBalancer.Dashboard.State.ClusterView>().Current!.Cluster;
        var status = new GatewayStatus(
            new("g1"), TimeProvider.System.GetUtcNow(), cluster.Membership.Epoch, cluster.Membership.Version, cluster.Digest,
            PlacementAlgorithm.Ring, IsPanic: false,
            ImmutableDictionary<ServerId, HealthReason>.Empty.Add(new("b"), HealthReason.ProbesFail),
            ImmutableDictionary<ServerId, int>.Empty)
        {
            Rejected = 12,
            Failures = ImmutableDictionary<ServerId, string>.Empty.Add(new("b"), "connection_refused"),
            Facts = new("1.2.3", Connections: 7, CpuCores: 0.25, MemoryBytes: 150, MemoryLimitBytes: 600) { Urls = ["http://[::]:80"] },
            Fault = new("CountFlusher", "InvalidOperationException: a bug", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 3),
        };
        await host.Get<IGatewayExchange>().ExchangeAsync(
            new(new("g1.1"), 1, ImmutableDictionary<ServerId, int>.Empty.Add(new("a"), 5), [new("a"), new("c")], [new("b")])
            {
                Status = status,
            },
            Interval,
            Token);
        await host.WaitAsync("the gateway is shown", snapshot => snapshot.Gateways.Length == 1);

        var gateways = await (await host.GetAsync("/api/gateways")).ReadJsonAsync();
        var stats = await (await host.GetAsync("/api/stats")).ReadJsonAsync();

        Assert.True(gateways.GetProperty("agreed").GetBoolean());
        Assert.Equal(("g1", 5), (gateways.GetProperty("gateways")[0]
            .GetProperty("name")
            .GetString(), gateways.GetProperty("gateways")[0].GetProperty("inFlight").GetInt32()));
        Assert.Equal(12, gateways.GetProperty("gateways")[0].GetProperty("refused").GetInt64());
        var fault = gateways.GetProperty("gateways")[0].GetProperty("fault");
        Assert.Equal(
            ("CountFlusher", "InvalidOperationException: a bug", 3),
            (fault.GetProperty("loop").GetString(), fault.GetProperty("text").GetString(), fault.GetProperty("count").GetInt32()));
        Assert.Equal(
            """{"build":"1.2.3","urls":["http://[::]:80"],"connections":7,"cpuCores":0.25,"memoryBytes":150,"memoryLimitBytes":600}""",
            JsonSerializer.Serialize(gateways.GetProperty("gateways")[0].GetProperty("facts")));
        Assert.Equal("ProbesFail", gateways.GetProperty("gateways")[0].GetProperty("unhealthy").GetProperty("b").GetString());
        Assert.Equal("connection_refused", gateways.GetProperty("gateways")[0].GetProperty("failures").GetProperty("b").GetString());
        var verdict = Assert.Single(stats.GetProperty("servers")[1].GetProperty("unhealthyOn").EnumerateArray());
        Assert.Equal(
            ("g1", "ProbesFail", "connection_refused"),
            (verdict.GetProperty("gateway").GetString(),
                verdict.GetProperty("reason").GetString(),
                verdict.GetProperty("failure").GetString()));
        Assert.Equal(
            [true, false, true],
            stats.GetProperty("servers").EnumerateArray().Select(server => server.GetProperty("healthy").GetBoolean()));
    }

    [Fact]
    public async Task Gateways_OneIsLost_IsListedUntilItIsForgotten()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var status = new GatewayStatus(
            new("g1"), TimeProvider.System.GetUtcNow(), new("epoch"), 1, "9f2c", PlacementAlgorithm.Ring, IsPanic: false,
            ImmutableDictionary<ServerId, HealthReason>.Empty, ImmutableDictionary<ServerId, int>.Empty);
        await host.Get<IGatewayExchange>().ExchangeAsync(new(new("g1.1"), 1, [], [], []) { Status = status }, Interval, Token);

        using var reporting = await host.SendAsync("DELETE", "/api/gateways/g1");
        await host.WaitAsync("the gateway is lost", snapshot => snapshot.LostGateways.Length == 1);
        var gateways = await (await host.GetAsync("/api/gateways")).ReadJsonAsync();
        using var forgotten = await host.SendAsync("DELETE", "/api/gateways/g1");
        using var again = await host.SendAsync("DELETE", "/api/gateways/g1");

        await reporting.AssertProblemAsync(HttpStatusCode.Conflict);
        Assert.False(gateways.GetProperty("agreed").GetBoolean());
        var lost = gateways.GetProperty("gateways")[0];
        Assert.Equal("g1", lost.GetProperty("name").GetString());
        Assert.InRange(
            lost.GetProperty("lostSince").GetDateTimeOffset(), status.Started - TimeSpan.FromSeconds(1), TimeProvider.System.GetUtcNow());
        Assert.False(lost.TryGetProperty("digest", out _));
        Assert.Equal(HttpStatusCode.NoContent, forgotten.StatusCode);
        await again.AssertProblemAsync(HttpStatusCode.NotFound);
        await host.WaitAsync("the gateway is gone", snapshot => snapshot.LostGateways.IsEmpty && snapshot.GatewaysAgree);
        var events = (await (await host.GetAsync("/api/events?count=3")).ReadJsonAsync()).GetProperty("events").EnumerateArray().ToArray();
        Assert.Equal(
            ["GatewayForgotten", "GatewayLost", "GatewayJoined"], events.Select(happened => happened.GetProperty("kind").GetString()));
        Assert.Equal(("g1", "local"), (events[0].GetProperty("gateway").GetString(), events[0].GetProperty("by").GetString()));
    }

    [Fact]
    public async Task Events_Requested_AreLatestFirst()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        (await host.SendAsync("POST", "/api/servers/b/drain")).Dispose();

        var two = (await (await host.GetAsync("/api/events?count=2")).ReadJsonAsync()).GetProperty("events").EnumerateArray().ToArray();

        Assert.Equal(["Draining", "Joined"], two.Select(happened => happened.GetProperty("kind").GetString()));
        Assert.Equal(("b", "local"), (two[0].GetProperty("server").GetString(), two[0].GetProperty("by").GetString()));
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Read_StoreUnreachable_Is503WithTheReasonUntilItIsBack(string path)
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        await host.SetUnreachableAsync(true);

        using var away = await host.GetAsync(path);

        var problem = await away.AssertProblemAsync(HttpStatusCode.ServiceUnavailable);
        Assert.Contains("Redis has been unreachable since", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await host.SetUnreachableAsync(false);
        using var back = await host.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
    }

    [Fact]
    public async Task Healthcheck_StoreUnreachable_IsStill200AndReportsIt()
    {
        await using var host = await DashboardHost.StartAsync();
        await host.WaitAsync("the store was read", _ => true);
        await host.SetUnreachableAsync(true);

        using var response = await host.GetAsync("/healthcheck");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("out of reach", (await response.ReadJsonAsync()).GetProperty("store").GetString());
    }

    [Fact]
    public async Task Store_AcceptsNoWrites_IsReportedAsConnectedWithTheReason()
    {
        await using var host = await DashboardHost.StartAsync();
        await host.WaitAsync("the store was read", _ => true);
        host.Registry.Failure = new StoreException(
            StoreCondition.NotWritable, "READONLY This Redis is a replica.", new TimeoutException());
        await host.WaitAsync("the dashboard notices", snapshot => snapshot.Store.IsNotWritable);

        var health = await (await host.GetAsync("/healthcheck")).ReadJsonAsync();
        using var read = await host.GetAsync("/api/servers");
        using var change = await host.SendAsync("DELETE", "/api/servers/a");

        Assert.Equal(
            ("not writable", "READONLY This Redis is a replica."),
            (health.GetProperty("store").GetString(), health.GetProperty("storeReason").GetString()));
        Assert.Contains(
            "has accepted no writes since", DetailOf(await read.AssertProblemAsync(HttpStatusCode.ServiceUnavailable)),
            StringComparison.Ordinal);
        Assert.Contains(
            "READONLY This Redis is a replica.", DetailOf(await change.AssertProblemAsync(HttpStatusCode.ServiceUnavailable)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/gateways")]
    [InlineData("/api/stats")]
    [InlineData("/api/servers")]
    [InlineData("/api/servers/b")]
    [InlineData("/api/events")]
    [InlineData("/api/ring/owner?key=a")]
    public async Task Store_IsFull_IsReadAndNotWritten(string path)
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        host.Registry.Failure = new StoreException(StoreCondition.Full, "OOM command not allowed", new TimeoutException());
        await host.WaitAsync("the dashboard notices", snapshot => snapshot.Store.IsNotWritable);

        var health = await (await host.GetAsync("/healthcheck")).ReadJsonAsync();
        using var read = await host.GetAsync(path);
        using var change = await host.SendAsync("DELETE", "/api/servers/a");

        Assert.Equal(
            ("not writable", "OOM command not allowed"),
            (health.GetProperty("store").GetString(), health.GetProperty("storeReason").GetString()));
        Assert.False(health.TryGetProperty("fault", out _));
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Contains(
            "OOM command not allowed", DetailOf(await change.AssertProblemAsync(HttpStatusCode.ServiceUnavailable)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_EndsWithAFault_IsNotTakenForAnOutageOfTheStore()
    {
        await using var host = await DashboardHost.StartAsync();
        await host.WaitAsync("the store was read", _ => true);
        host.Registry.Failure = new InvalidOperationException("a bug");
        var view = host.Get<LoadBalancer.Dashboard.State.ClusterView>();
        await Eventually.TrueAsync("the dashboard notices", () => view.IsFaulted, TimeSpan.FromSeconds(10));

        var health = await (await host.GetAsync("/healthcheck")).ReadJsonAsync();
        using var read = await host.GetAsync("/api/gateways");
        using var direct = await host.GetAsync("/api/servers");
        using var change = await host.SendAsync("DELETE", "/api/servers/a");

        Assert.Equal("connected", health.GetProperty("store").GetString());
        Assert.Equal("InvalidOperationException: a bug", health.GetProperty("fault").GetProperty("text").GetString());
        Assert.Contains("a bug", DetailOf(await read.AssertProblemAsync(HttpStatusCode.ServiceUnavailable)), StringComparison.Ordinal);
        await direct.AssertProblemAsync(HttpStatusCode.InternalServerError);
        await change.AssertProblemAsync(HttpStatusCode.InternalServerError);
        host.Registry.Failure = null;
        await Eventually.TrueAsync("the dashboard reads again", () => !view.IsFaulted, TimeSpan.FromSeconds(10));
        using var again = await host.GetAsync("/api/servers");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    private static string DetailOf(JsonElement problem) => problem.GetProperty("detail").GetString()!;

    private static ImmutableDictionary<ServerId, ServerCounts> Counts(params (string Id, long Requests, long Failures)[] counts) =>
        counts.ToImmutableDictionary(count => new ServerId(count.Id), count => new ServerCounts(count.Requests, count.Failures));
}
