using System.Diagnostics;
using System.Text.Json;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Redis.Stores;
using LoadBalancer.Tests.Support;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Functional;

/// <summary>
/// Tests a failover of Redis behind a name, as of a Kubernetes Service or a managed Redis: the master becomes a replica, hangs, or dies,
/// and the name moves to the new master.
/// </summary>
public sealed class RedisFailoverTests
{
    /// <summary>The longest time without a write once a master is reachable.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static readonly RedisKeys Keys = new(new("default"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public enum OldMaster
    {
        StaysAsReplica,
        DropsConnections,
        Dies,
        Hangs,
    }

    [Theory]
    [InlineData(OldMaster.StaysAsReplica)]
    [InlineData(OldMaster.DropsConnections)]
    [InlineData(OldMaster.Dies)]
    [InlineData(OldMaster.Hangs)]
    public async Task Failover_NameMovesToTheNewMaster_AllWriteAgainWithinSecondsAndNobodyIsLost(OldMaster old)
    {
        await using var redis = await RedisPair.StartAsync();
        await using var cluster = new RedisCluster(redis.ConnectionString);
        using var one = await cluster.StartGatewayAsync("g1");
        using var two = await cluster.StartGatewayAsync("g2");
        await cluster.StartServerAsync("s1");
        await RedisCluster.HealthIsAsync(one, "usable", "1");
        await RedisCluster.HealthIsAsync(two, "usable", "1");
        var before = await cluster.Registry.ReadAsync(Token);
        await using var load = new ConstantLoad(one, two);
        await load.PassAsync(20);

        await EndAsync(redis, old);
        redis.MoveNameTo(1);
        if (old == OldMaster.DropsConnections)
        {
            redis.Name.Break();
        }

        var elapsed = Stopwatch.StartNew();
        await using var observer = await redis.ConnectAsync(1);
        await WriteAsync(observer.GetDatabase(), elapsed);
        await load.PassAsync(20);
        await RedisCluster.HealthIsAsync(one, "store", "connected");
        await RedisCluster.HealthIsAsync(two, "store", "connected");
        await Eventually.TrueAsync(
            "leases could have expired twice", () => elapsed.Elapsed > TimeSpan.FromSeconds(8), RedisCluster.Patience);
        await load.StopAsync();

        var after = await cluster.Registry.ReadAsync(Token);
        Assert.Equal((before.Epoch, before.Version), (after.Epoch, after.Version));
        Assert.Empty(load.Failures);
        AssertNobodyIsLost(await cluster.Events.ReadAsync(IEventLog.Capacity, Token));
    }

    [Fact]
    public async Task Failover_OnlyTheRoleChanges_StateIsToldAndWritesResumeWithinSeconds()
    {
        await using var redis = await RedisPair.StartAsync();
        await using var cluster = new RedisCluster(redis.ConnectionString);
        using var gateway = await cluster.StartGatewayAsync("g1");
        await cluster.StartServerAsync("s1");
        await RedisCluster.HealthIsAsync(gateway, "usable", "1");

        await redis.DemoteAsync(0);
        await RedisCluster.HealthIsAsync(gateway, "store", "not writable");
        var health = await RedisCluster.HealthAsync(gateway);
        Assert.Contains("READONLY", health.GetProperty("storeReason").GetString(), StringComparison.Ordinal);
        Assert.Equal(("Healthy", "last known"), (Text(health, "status"), Text(health, "membership")));
        await redis.RunAsync(0, "REPLICAOF", "NO", "ONE");

        await using var observer = await redis.ConnectAsync(0);
        await WriteAsync(observer.GetDatabase(), Stopwatch.StartNew());
        await RedisCluster.HealthIsAsync(gateway, "store", "connected");
        Assert.False((await RedisCluster.HealthAsync(gateway)).TryGetProperty("storeReason", out _));
    }

    [Fact]
    public async Task Failover_NameMovesLongAfterTheRole_NoGatewayIsMarkedAsLostAndNoLeaseExpires()
    {
        await using var redis = await RedisPair.StartAsync();
        await using var cluster = new RedisCluster(redis.ConnectionString);
        using var one = await cluster.StartGatewayAsync("g1");
        using var two = await cluster.StartGatewayAsync("g2");
        await cluster.StartServerAsync("s1");
        await RedisCluster.HealthIsAsync(one, "usable", "1");
        await RedisCluster.HealthIsAsync(two, "usable", "1");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var dashboard = WatchAsync(cluster.Gateways, stop.Token);

        await redis.PromoteAsync(1);
        var elapsed = Stopwatch.StartNew();
        await RedisCluster.HealthIsAsync(one, "store", "not writable");
        await Eventually.TrueAsync(
            "reports have expired", () => elapsed.Elapsed > GatewayReport.Lifetime * 1.5, RedisCluster.Patience);
        redis.MoveNameTo(1);
        elapsed.Restart();

        await using var observer = await redis.ConnectAsync(1);
        await Eventually.TrueAsync(
            "both gateways report", async () => (await observer.GetDatabase().SetLengthAsync(Keys.Gateways)) == 2, Limit);
        await RedisCluster.HealthIsAsync(one, "store", "connected");
        await RedisCluster.HealthIsAsync(two, "store", "connected");
        await Eventually.TrueAsync(
            "all would be marked by now", () => elapsed.Elapsed > GatewayReport.Lifetime * 2, RedisCluster.Patience);
        await stop.CancelAsync();
        await dashboard;

        Assert.Equal(["s1"], (await cluster.Registry.ReadAsync(Token)).Servers.Select(server => server.Id.Value));
        AssertNobodyIsLost(await cluster.Events.ReadAsync(IEventLog.Capacity, Token));
    }

    /// <summary>Reads the gateways as a dashboard does.</summary>
    private static async Task WatchAsync(IGatewayExchange gateways, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await gateways.ReadAsync("dashboard", stop);
                await timer.WaitForNextTickAsync(stop);
            }
            catch (Exception exception) when (exception is StoreException or OperationCanceledException)
            {
                // The store is unavailable, or the test is over.
            }
        }
    }

    private static void AssertNobodyIsLost(IEnumerable<ClusterEvent> events) => Assert.DoesNotContain(events, happened => happened.Kind
        is ClusterEventKind.Expired or ClusterEventKind.Left or ClusterEventKind.GatewayLost or ClusterEventKind.GatewayBack);

    private static string? Text(JsonElement health, string field) => health.GetProperty(field).GetString();

    private static async Task EndAsync(RedisPair redis, OldMaster old)
    {
        switch (old)
        {
            case OldMaster.Dies:
                await redis.KillAsync(0);
                await redis.RunAsync(1, "REPLICAOF", "NO", "ONE");
                break;
            case OldMaster.Hangs:
                await redis.PauseAsync(0);
                await redis.RunAsync(1, "REPLICAOF", "NO", "ONE");
                break;
            default:
                await redis.PromoteAsync(1);
                break;
        }
    }

    /// <summary>
    /// Waits until each gateway has reported to this Redis and the server has renewed its lease there, both after the failover: the time to
    /// live of the key has increased.
    /// </summary>
    private static async Task WriteAsync(IDatabase master, Stopwatch elapsed)
    {
        var left = new Dictionary<RedisKey, TimeSpan?>();
        foreach (var gateway in await master.SetMembersAsync(Keys.Gateways))
        {
            left[Keys.Report(new(gateway.ToString()))] = null;
        }

        Assert.NotEmpty(left);
        left[Keys.Lease(new("s1"))] = null;
        await Eventually.TrueAsync("all processes write", () => HaveWrittenAsync(master, left), TimeSpan.FromSeconds(100));
        TestContext.Current.TestOutputHelper?.WriteLine($"All processes wrote after {elapsed.Elapsed}.");
        Assert.True(elapsed.Elapsed < Limit, $"Without a write for {elapsed.Elapsed}.");
    }

    private static async Task<bool> HaveWrittenAsync(IDatabase master, Dictionary<RedisKey, TimeSpan?> left)
    {
        foreach (var (key, last) in left.ToArray())
        {
            var now = await master.KeyTimeToLiveAsync(key) ?? TimeSpan.Zero;
            if (now > last)
            {
                left.Remove(key);
            }
            else
            {
                left[key] = now;
            }
        }

        return left.Count == 0;
    }
}
