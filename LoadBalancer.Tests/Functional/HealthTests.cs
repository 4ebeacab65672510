using System.Collections.Concurrent;
using System.Globalization;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Core.Health;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests servers that fail, and the health that the gateway assigns to them.</summary>
public sealed class HealthTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly (string Key, string Value)[] QuickProbes =
        [("Gateway:Health:Interval", "00:00:00.100"), ("Gateway:Health:Timeout", "00:00:00.300"), ("Gateway:Health:Ejection", "00:00:01")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_FailsItsProbes_IsSkippedUntilItPassesThemAgain()
    {
        var isWell = true;
        await using var cluster = await TestCluster.StartWithServersAsync(2, QuickProbes);
        await cluster.AddServerAsync("ill", context => RespondAsync(context, "ill", () => Volatile.Read(ref isWell)));
        var key = await cluster.KeyForAsync("ill", "s2");
        Assert.Equal("ill", await cluster.GetAsync(key));

        Volatile.Write(ref isWell, false);

        await UntilAsync("it is found unhealthy", cluster, "ill", healthy: false);
        Assert.Equal("s2", await cluster.GetAsync(key));
        await AwaitEventsAsync(cluster, (ClusterEventKind.Unhealthy, "ill", "health checks failing"));

        Volatile.Write(ref isWell, true);
        await UntilAsync("it is found healthy", cluster, "ill", healthy: true);
        Assert.Equal("ill", await cluster.GetAsync(key));
        await AwaitEventsAsync(
            cluster, (ClusterEventKind.Unhealthy, "ill", "health checks failing"), (ClusterEventKind.Healthy, "ill", ""));
    }

    [Fact]
    public async Task Server_IsEjectedForAWhile_IsReportedUnhealthyAndHealthy()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(
            2,
            ("Gateway:Health:Ejection", "00:00:05"),
            ("Gateway:Retries:MaxAttempts", "1"),
            ("Gateway:LoadInterval", "00:00:00.100"),
            ("Gateway:SlowStart", "00:10:00"));
        await cluster.AddServerAsync("bad", context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });
        var keys = await cluster.KeysOfAsync("bad", 5);
        await cluster.ApplyAsync(Changes.Join("late") with { At = TimeProvider.System.GetUtcNow(), Url = cluster.Server("s1").Url });

        foreach (var key in keys)
        {
            (await cluster.Gateway.GetAsync("/", key, Token)).Dispose();
        }

        await Eventually.TrueAsync(
            "its report names the server",
            async () => (await cluster.Exchange.ReadAsync("test", Token)).Reports is [{ Status: { } status }]
                && status.Unhealthy.GetValueOrDefault(new("bad")) == HealthReason.ConsecutiveFailures
                && string.Equals(status.Digest, cluster.Gateway.Snapshot.Digest, StringComparison.Ordinal)
                && status.Weights.GetValueOrDefault(new("late")) == 10,
            Patience);
        await AwaitEventsAsync(
            cluster, (ClusterEventKind.Unhealthy, "bad", "consecutive requests failed"), (ClusterEventKind.Healthy, "bad", ""));
    }

    [Fact]
    public async Task Servers_ManyAreDeadUnderLoad_DoNotFloodTheEventLog()
    {
        const int Dead = 64;
        await using var cluster = await TestCluster.StartWithServersAsync(2, QuickProbes);
        using var dead = new DeadPort();
        for (var i = 0; i < Dead; i++)
        {
            await cluster.ApplyAsync(Changes.Join($"dead-{i}", url: dead.Url));
        }

        await Eventually.TrueAsync(
            "all of them are reported",
            async () =>
            {
                for (var i = 0; i < 20; i++)
                {
                    (await cluster.Gateway.GetAsync("/", $"key-{i}", Token)).Dispose();
                }

                return SumOf(await UnhealthyEventsAsync(cluster)) >= Dead;
            },
            Patience);
        var events = await UnhealthyEventsAsync(cluster);
        Assert.InRange(events.Length, 1, 8);
        Assert.Equal(Dead, SumOf(events));
    }

    [Fact]
    public async Task Server_DoesNotRespondToProbes_IsUnhealthy()
    {
        var never = new TaskCompletionSource();
        await using var cluster = await TestCluster.StartWithServersAsync(1, QuickProbes);
        await cluster.AddServerAsync("hung", context => never.Task.WaitAsync(context.RequestAborted));

        await UntilAsync("it is found unhealthy", cluster, "hung", healthy: false);
    }

    [Fact]
    public async Task Server_RespondsToProbesEndlessly_IsHealthyAndCostsLittle()
    {
        var written = 0L;
        await using var cluster = await TestCluster.StartWithServersAsync(1, QuickProbes);
        await using var server = new TcpTestServer(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", stop);
            while (true)
            {
                await stream.WriteTextAsync($"1000\r\n{new string('x', 0x1000)}\r\n", stop);
                Interlocked.Add(ref written, 0x1000);
            }
        });
        await cluster.ApplyAsync(Changes.Join("endless", url: server.Url));

        await Eventually.TrueAsync("it has been probed often", () => server.Connections >= 10, Patience);

        Assert.True((await Stats.ReadAsync(cluster.Gateway)).IsHealthy("endless"));
        Assert.InRange(Volatile.Read(ref written) / server.Connections, 0, 16 << 20);
    }

    [Fact]
    public async Task Server_RespondsToProbesWithAnEndlessHead_IsUnhealthyAndCostsLittle()
    {
        var written = 0L;
        await using var cluster = await TestCluster.StartWithServersAsync(1, QuickProbes);
        await using var server = new TcpTestServer(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync("HTTP/1.1 200 OK\r\n", stop);
            while (true)
            {
                await stream.WriteTextAsync($"X: {new string('x', 1_000)}\r\n", stop);
                Interlocked.Add(ref written, 1_000);
            }
        });
        await cluster.ApplyAsync(Changes.Join("endless", url: server.Url));

        await UntilAsync("it is found unhealthy", cluster, "endless", healthy: false);
        await Eventually.TrueAsync("it has been probed often", () => server.Connections >= 10, Patience);

        Assert.InRange(Volatile.Read(ref written) / server.Connections, 0, 16 << 20);
    }

    [Theory]
    [InlineData(StatusCodes.Status503ServiceUnavailable, false)]
    [InlineData(StatusCodes.Status500InternalServerError, true)]
    [InlineData(StatusCodes.Status404NotFound, true)]
    public async Task Server_RespondsWithAStatus_IsEjectedForThoseThatAreItsFault(int status, bool healthy)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(
            2, ("Gateway:Health:Ejection", "00:01:00"), ("Gateway:Retries:MaxAttempts", "1"));
        await cluster.AddServerAsync("bad", context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        foreach (var key in await cluster.KeysOfAsync("bad", 5))
        {
            using var response = await cluster.Gateway.GetAsync("/", key, Token);
            Assert.Equal(status, (int)response.StatusCode);
        }

        await UntilAsync("the verdict is in use", cluster, "bad", healthy);
        using var next = await cluster.Gateway.GetAsync("/", await cluster.KeyForAsync("bad", "s1"), Token);
        Assert.Equal(healthy ? status : StatusCodes.Status200OK, (int)next.StatusCode);
    }

    [Fact]
    public async Task Server_Ejected_IsUsedAgainAfterTheEjection()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(2, ("Gateway:Health:Ejection", "00:00:00.500"));
        using var dead = new DeadPort();
        await cluster.ApplyAsync(Changes.Join("dead", url: dead.Url));
        var key = await cluster.KeyForAsync("dead", "s1");

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("s1", await cluster.GetAsync(key));
        }

        await UntilAsync("it is ejected", cluster, "dead", healthy: false);
        await UntilAsync("the ejection is over", cluster, "dead", healthy: true);
    }

    [Fact]
    public async Task Servers_MoreThanHalfUnhealthy_AreAllUsed()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1, QuickProbes);
        await cluster.AddServerAsync("ill-1", context => RespondAsync(context, "ill-1", () => false));
        await cluster.AddServerAsync("ill-2", context => RespondAsync(context, "ill-2", () => false));

        await UntilAsync("one is found unhealthy", cluster, "ill-1", healthy: false);
        await UntilAsync("the other is found unhealthy", cluster, "ill-2", healthy: false);

        Assert.Equal("ill-1", await cluster.GetAsync(await cluster.KeyForAsync("ill-1")));
        using var health = await cluster.Gateway.GetAsync("/healthcheck", key: null, Token);
        Assert.Equal(1, (await health.ReadJsonAsync()).GetProperty("usable").GetInt32());
    }

    [Fact]
    public async Task Verdict_OfOneGateway_ReachesTheOthers()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(
            3, ("Gateway:Health:Ejection", "00:01:00"), ("Gateway:LoadInterval", "00:00:00.100"));
        await using var second = await cluster.StartGatewayAsync(("Gateway:LoadInterval", "00:00:00.100"));
        using var dead = new DeadPort();
        await cluster.ApplyAsync(Changes.Join("dead", url: dead.Url));
        var key = await cluster.KeyForAsync("dead", "s1");

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("s1", await cluster.GetAsync(key));
        }

        await Eventually.TrueAsync(
            "the other gateway finds it unhealthy", async () => !(await Stats.ReadAsync(second)).IsHealthy("dead"), Patience);
    }

    [Fact]
    public async Task Server_Restarted_HasACleanSlate()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(2, ("Gateway:Health:Ejection", "00:01:00"));
        using var dead = new DeadPort();
        await cluster.ApplyAsync(Changes.Join("s3", url: dead.Url));
        var key = await cluster.KeyForAsync("s3", "s1");
        for (var i = 0; i < 5; i++)
        {
            await cluster.GetAsync(key);
        }

        await UntilAsync("it is ejected", cluster, "s3", healthy: false);
        await using var alive = await HttpTestServer.StartAsync("s3");
        await cluster.ApplyAsync(Changes.Join("s3", url: alive.Url));

        Assert.Equal("s3", await cluster.GetAsync(key));
    }

    [Fact]
    public async Task Server_AnotherServerRespondsToItsProbes_IsUnhealthyForThatReason()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(2, QuickProbes);
        var shown = "s3@old";
        await using var server = await HttpTestServer.StartAsync("s3", context =>
        {
            context.Response.Headers["LoadBalancer-Instance"] = Volatile.Read(ref shown);
            return context.Response.WriteAsync("s3");
        });
        await cluster.ApplyAsync(Changes.Join("s3", "old", url: server.Url));
        await Eventually.TrueAsync("it has been probed", () => server.Probes > 3, Patience);
        Assert.True((await Stats.ReadAsync(cluster.Gateway)).IsHealthy("s3"));

        Volatile.Write(ref shown, "s4@new");

        await UntilAsync("it is found unhealthy", cluster, "s3", healthy: false);
        await AwaitEventsAsync(cluster, (ClusterEventKind.Unhealthy, "s3", "a different server responds"));
    }

    [Fact]
    public async Task Server_OtherServerRespondsWithoutProofAfterTheLease_IsRemovedWithinALeaseAndASweep()
    {
        var lease = TimeSpan.FromSeconds(1);
        await using var cluster = await TestCluster.StartWithServersAsync(1, [.. QuickProbes, ("Registry:SweepInterval", "00:00:00.100")]);
        await using var stranger = await HttpTestServer.StartAsync("stranger");
        await using var alive = await HttpTestServer.StartAsync("alive", context =>
        {
            context.Response.Headers["LoadBalancer-Instance"] = "alive@p2";
            return context.Response.WriteAsync("alive");
        });
        await cluster.Registry.RegisterAsync(Changes.Join("alive", "p2", url: alive.Url), lease, Token);
        var joined = await cluster.Registry.RegisterAsync(Changes.Join("s2", "p1", url: stranger.Url), lease, Token);
        await cluster.Gateway.FollowAsync(joined.Membership.Version);

        await Eventually.TrueAsync(
            "the stranger's server is removed", () => cluster.Gateway.Snapshot.Membership.Find(new("s2")) is null, Patience);

        Assert.True(stranger.Probes > 0);
        Assert.NotNull(cluster.Gateway.Snapshot.Membership.Find(new("alive")));
    }

    [Fact]
    public async Task Server_RequestsOfAnOldSnapshotFailAtItsLastProcess_DoNotAffectTheNewOne()
    {
        const int Requests = 8;
        var release = new TaskCompletionSource();
        await using var cluster = await TestCluster.StartWithServersAsync(
            1, ("Gateway:Retries:BudgetFloor", "100"), ("Gateway:LoadFactor", "0"));
        await using var hung = new TcpTestServer(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await release.Task.WaitAsync(stop);
        });
        using var dead = new DeadPort();
        await cluster.ApplyAsync(Changes.Join("hung", url: hung.Url));
        await cluster.ApplyAsync(Changes.Join("again", "killed", url: dead.Url));
        var key = await cluster.KeyForAsync("hung", "again", "s1");
        var reported = new ConcurrentQueue<(string Id, HealthReason Reason)>();
        cluster.Gateway.Part<HealthMonitor>().VerdictChanged += (server, change) => reported.Enqueue((server.Id.Value, change.To));
        var responses = Enumerable.Range(0, Requests).Select(_ => cluster.GetAsync(key)).ToArray();
        await Eventually.TrueAsync("all requests wait", () => hung.Connections >= Requests, Patience);

        await using var successor = await HttpTestServer.StartAsync("again");
        await cluster.ApplyAsync(Changes.Join("again", "started", url: successor.Url));
        release.SetResult();

        Assert.All(await Task.WhenAll(responses), response => Assert.Equal("s1", response));
        Assert.Contains(("hung", HealthReason.ConsecutiveFailures), reported);
        Assert.DoesNotContain(reported, entry => string.Equals(entry.Id, "again", StringComparison.Ordinal));
        Assert.DoesNotContain(
            cluster.Gateway.Part<HealthMonitor>().Vote().Down, name => name.Value.StartsWith("again@", StringComparison.Ordinal));
    }

    private static Task RespondAsync(HttpContext context, string id, Func<bool> isWell)
    {
        context.Response.StatusCode = context.Request.Path == "/healthcheck" && !isWell() ? 500 : 200;
        return context.Response.WriteAsync(id);
    }

    private static Task UntilAsync(string what, TestCluster cluster, string id, bool healthy) =>
        Eventually.TrueAsync(what, async () => (await Stats.ReadAsync(cluster.Gateway)).IsHealthy(id) == healthy, Patience);

    private static async Task<ClusterEvent[]> UnhealthyEventsAsync(TestCluster cluster) =>
        [.. (await cluster.Gateway.Events.ReadAsync(IEventLog.Capacity, Token)).Where(entry => entry.Kind == ClusterEventKind.Unhealthy)];

    /// <summary>Returns how many servers the events concern; the detail of an event for several starts with their number.</summary>
    private static int SumOf(ClusterEvent[] events) =>
        events.Sum(happened => happened.Server is null ? int.Parse(happened.Detail.Split(' ')[0], CultureInfo.InvariantCulture) : 1);

    private static Task AwaitEventsAsync(TestCluster cluster, params (ClusterEventKind Kind, string? Server, string Detail)[] expected) =>
        Eventually.TrueAsync(
            $"{expected.Length} events are reported",
            async () => (await cluster.Gateway.Events.ReadAsync(IEventLog.Capacity, Token)).Reverse()
                .Select(happened => (happened.Kind, happened.Server?.Value, happened.Detail.Split(';')[0])).SequenceEqual(expected),
            Patience);
}
