using System.Net.WebSockets;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests what requests record in the statistics store.</summary>
public sealed class StatisticsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Requests_OfSeveralKeys_AppearWithTheirServersLatencyAndHotKeys()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(2);
        var (one, two) = (await cluster.KeyForAsync("s1"), await cluster.KeyForAsync("s2"));
        for (var i = 0; i < 30; i++)
        {
            await cluster.GetAsync(one);
            await cluster.GetAsync(i % 3 == 0 ? two : $"once-{i}");
        }

        await WrittenAsync(cluster, requests: 60);

        var servers = await ServersAsync(cluster);
        Assert.Equal(
            (cluster.Server("s1").Requests, cluster.Server("s2").Requests), (servers[new("s1")].Requests, servers[new("s2")].Requests));
        Assert.All(servers.Values, server =>
        {
            Assert.Equal((server.Requests, 0, 0, 0), (server.Latency.Count, server.Failures, server.Retries, server.Spills));
            Assert.InRange(server.Latency.Percentile(1)!.Value, TimeSpan.FromMicroseconds(20), Patience);
            Assert.InRange(server.MaxInFlight, 1, 2);
        });
        var keys = HotKeySummary.Sum((await cluster.Statistics.ReadAllAsync()).Select(interval => interval.Keys));
        Assert.Equal([one, two], keys.Keys.Select(key => key.Key));
        Assert.InRange(30, keys.Keys[0].Requests - keys.Keys[0].Error, keys.Keys[0].Requests);
        Assert.InRange(10, keys.Keys[1].Requests - keys.Keys[1].Error, keys.Keys[1].Requests);
    }

    [Fact]
    public async Task Request_OwnerUnreachable_IsAFailureThereAndARetryElsewhere()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1);
        using var dead = new DeadPort();
        await cluster.ApplyAsync(Changes.Join("dead", url: dead.Url));

        await cluster.GetAsync(await cluster.KeyForAsync("dead", "s1"));

        await WrittenAsync(cluster, requests: 1);
        var servers = await ServersAsync(cluster);
        var (failed, s1) = (servers[new("dead")], servers[new("s1")]);
        Assert.Equal((0, 1, 0, 1), (failed.Requests, failed.Failures, failed.Retries, failed.Latency.Count));
        Assert.Equal((1, 0, 1, 1), (s1.Requests, s1.Failures, s1.Retries, s1.Latency.Count));
    }

    [Theory]
    [BothPaths("1.1")]
    [BothPaths("1.0")]
    [BothPaths("2.0")]
    public async Task Request_OwnerHangs_HasItsTimeAndItsFailureThere(ForwardingPath path, string version)
    {
        await using var cluster = await TestCluster.StartAsync(
            path,
            ("Kestrel:EndpointDefaults:Protocols", version == "2.0" ? "Http2" : "Http1"),
            ("Gateway:Retries:AttemptTimeout", "00:00:00.600"));
        var letGo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await cluster.AddServerAsync("hung", context => letGo.Task.WaitAsync(context.RequestAborted));
        await cluster.AddServerAsync("s1");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/")
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Headers = { { GatewayHost.KeyHeader, await cluster.KeyForAsync("hung", "s1") } },
        };

        using var response = await cluster.Gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(200, (int)response.StatusCode);
        await WrittenAsync(cluster, requests: 1);
        var servers = await ServersAsync(cluster);
        var (hung, s1) = (servers[new("hung")], servers[new("s1")]);
        Assert.Equal((0, 1, 1), (hung.Requests, hung.Failures, hung.Attempts));
        Assert.Equal((1, 0, 1), (s1.Requests, s1.Failures, s1.Attempts));
        var causes = (await cluster.Statistics.ReadAllAsync()).SelectMany(interval => interval.Causes.Servers).ToArray();
        Assert.Equal([new("hung")], causes.Select(server => server.Key));
        Assert.Equal([new("http_response_timeout", 1)], causes[0].Value.AsEnumerable());
        var whole = LatencyHistogram.Sum((await cluster.Statistics.ReadAllAsync()).Select(interval => interval.RequestLatency!));
        var (waited, taken) = (hung.Latency.Percentile(1)!.Value, s1.Latency.Percentile(1)!.Value);
        Assert.InRange(waited, TimeSpan.FromMilliseconds(550), Patience);
        Assert.Equal(1, whole.Count);
        Assert.InRange(whole.Percentile(1)!.Value, (waited + taken) * 0.9, (waited + taken) * 1.1);
    }

    [Theory]
    [BothPaths]
    public async Task Request_Rejected_HasItsReason(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartAsync(
            path, ("Gateway:Limits:RequestRate", "0.01"), ("Gateway:Limits:RequestBurst", "2"));
        foreach (var expected in (int[])[503, 503, 429])
        {
            using var response = await cluster.Gateway.GetAsync("/", "key", TestContext.Current.CancellationToken);
            Assert.Equal(expected, (int)response.StatusCode);
        }

        await Eventually.TrueAsync(
            "the store has all rejections",
            async () => CauseCount.Sum((await cluster.Statistics.ReadAllAsync()).SelectMany(interval => interval.Causes.Rejections))
                .SequenceEqual([new("no-server", 2), new("rate", 1)]),
            Patience);
    }

    [Fact]
    public async Task Request_OwnerExceedsItsShare_IsASpillElsewhere()
    {
        var letGo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cluster = await TestCluster.StartAsync(("Gateway:LoadFloor", "1"));
        await cluster.AddServerAsync("s1", _ => letGo.Task);
        await cluster.AddServerAsync("s2", _ => letGo.Task);
        var key = await cluster.KeyForAsync("s1", "s2");

        // The cap with two requests in flight plus this one: ⌈1.25 × 3 ÷ 2⌉.
        Task<string>[] first = [cluster.GetAsync(key), cluster.GetAsync(key)];
        await Eventually.TrueAsync("the owner is at its cap", () => cluster.Server("s1").Requests == 2, Patience);
        var second = cluster.GetAsync(key);
        await Eventually.TrueAsync("the other works", () => cluster.Server("s2").Requests == 1, Patience);
        letGo.SetResult();
        await Task.WhenAll([.. first, second]);

        await WrittenAsync(cluster, requests: 3);
        var servers = await ServersAsync(cluster);
        Assert.Equal((2, 0, 0), (servers[new("s1")].Requests, servers[new("s1")].Retries, servers[new("s1")].Spills));
        Assert.Equal((1, 0, 1), (servers[new("s2")].Requests, servers[new("s2")].Retries, servers[new("s2")].Spills));
    }

    [Fact]
    public async Task WebSocket_OfAnyDuration_CountsAsARequestButNotAsLatency()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var backend = await BackendHost.StartAsync("s1", cluster.Registry);
        await cluster.Gateway.FollowAsync(1);
        using (var socket = new ClientWebSocket())
        {
            await socket.ConnectAsync(
                new UriBuilder(cluster.Gateway.Address) { Scheme = "ws", Path = "/ws" }.Uri, TestContext.Current.CancellationToken);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", TestContext.Current.CancellationToken);
        }

        await WrittenAsync(cluster, requests: 1);

        Assert.Equal(0, (await ServersAsync(cluster))[new("s1")].Latency.Count);
    }

    [Fact]
    public async Task Gateway_StoppedAndStartedAgain_KeepsItsHistory()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1, ("Gateway:CountInterval", "00:01:00"));
        for (var i = 0; i < 10; i++)
        {
            await cluster.GetAsync("key");
        }

        await cluster.Gateway.DisposeAsync();
        await using var again = await cluster.StartGatewayAsync();
        await again.FollowAsync(1);
        await again.GetTextAsync("/", "key", TestContext.Current.CancellationToken);

        Assert.Equal(11, (await Stats.ReadAsync(again, "?window=30m")).Total);
        Assert.Contains(await cluster.Statistics.ReadAllAsync(), interval => interval.HotKeys is [{ Key: "key" }]);
    }

    [Fact]
    public async Task Stats_OfTwoGateways_AgreeInTotalsAndWindow()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(2);
        await using var second = await cluster.StartGatewayAsync();
        await second.FollowAsync(cluster.Gateway.Snapshot.Membership.Version);
        for (var i = 0; i < 50; i++)
        {
            await cluster.GetAsync($"key-{i}");
            await second.GetTextAsync("/", $"key-{i}", TestContext.Current.CancellationToken);
        }

        foreach (var gateway in (GatewayHost[])[cluster.Gateway, second])
        {
            await Eventually.TrueAsync(
                "totals and recent counts are complete",
                async () => (await Stats.ReadAsync(gateway)).Total == 100 && (await Stats.ReadAsync(gateway, "?window=30m")).Total == 100,
                Patience);
            Assert.Equal((await Stats.ReadAsync(gateway)).Of("s1"), (await Stats.ReadAsync(gateway, "?window=30m")).Of("s1"));
        }
    }

    private static Task WrittenAsync(TestCluster cluster, int requests) => Eventually.TrueAsync(
        "the store has all requests",
        async () => (await cluster.Statistics.ReadAllAsync())
            .SelectMany(interval => interval.Servers.Values)
            .Sum(server => server.Requests) == requests,
        Patience);

    private static async Task<Dictionary<ServerId, ServerStatistics>> ServersAsync(TestCluster cluster) =>
        (await cluster.Statistics.ReadAllAsync())
            .SelectMany(interval => interval.Servers)
            .GroupBy(entry => entry.Key, entry => entry.Value)
            .ToDictionary(group => group.Key, group => ServerStatistics.SumOverIntervals([.. group]));
}
