using System.Diagnostics;
using System.Net;
using System.Text.Json;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>
/// Tests how gateways and servers behave when a real redis-server stops, hangs, loses its data, or returns to an older state.
/// </summary>
public sealed class LifeWithoutRedisTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gateway_StartedWithoutRedis_LogsWhyAndServesOnceRedisIsAvailable()
    {
        await using var redis = new RestartableRedis();
        await using var cluster = new RedisCluster(redis.ConnectionString);
        var elapsed = Stopwatch.StartNew();
        using var gateway = await cluster.StartGatewayAsync("g1");
        Assert.True(elapsed.Elapsed < TimeSpan.FromSeconds(10), $"The start took {elapsed.Elapsed}.");

        using (var response = await gateway.GetAsync("/healthcheck", Token))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        }

        var health = await RedisCluster.HealthAsync(gateway);
        Assert.Equal(("out of reach", "unknown"), (health.GetProperty("store").GetString(), health.GetProperty("membership").GetString()));
        Assert.Contains("retrying", health.GetProperty("reason").GetString(), StringComparison.Ordinal);
        await cluster.StartServerAsync("s1");

        await redis.StartAsync();
        await RedisCluster.HealthIsAsync(gateway, "status", "Healthy");

        Assert.Equal("s1", await ServerOfAsync(gateway, "key"));
        Assert.Equal("current", (await RedisCluster.HealthAsync(gateway)).GetProperty("membership").GetString());
    }

    [Theory]
    [InlineData("no-such-host.invalid:6379")]
    [InlineData("192.0.2.1:6379")]
    [InlineData("127.0.0.1:1,abortConnect=true")]
    public async Task Start_RedisUnreachable_TakesSecondsAndDoesNotFail(string connectionString)
    {
        await using var cluster = new RedisCluster(connectionString);
        var elapsed = Stopwatch.StartNew();

        using var gateway = await cluster.StartGatewayAsync("g1");
        await cluster.StartServerAsync("s1");

        Assert.True(elapsed.Elapsed < TimeSpan.FromSeconds(15), $"The start took {elapsed.Elapsed}.");
        TestContext.Current.TestOutputHelper?.WriteLine($"Started in {elapsed.Elapsed} without {connectionString}.");
        Assert.Equal("out of reach", (await RedisCluster.HealthAsync(gateway)).GetProperty("store").GetString());
    }

    [Fact]
    public async Task Start_RedisHangs_TakesSecondsAndServesOnceRedisResponds()
    {
        await using var redis = await RestartableRedis.StartNewAsync();
        await redis.PauseAsync();
        await using var cluster = new RedisCluster(redis.ConnectionString);
        var elapsed = Stopwatch.StartNew();

        using var gateway = await cluster.StartGatewayAsync("g1");
        TestContext.Current.TestOutputHelper?.WriteLine($"Started in {elapsed.Elapsed} while Redis hangs.");
        Assert.True(elapsed.Elapsed < TimeSpan.FromSeconds(15), $"The start took {elapsed.Elapsed}.");
        await cluster.StartServerAsync("s1");
        await redis.ResumeAsync();

        await RedisCluster.HealthIsAsync(gateway, "status", "Healthy");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Redis_UnreachableForLongerThanTheLeases_LosesNoRequestNoServerAndNoCount(bool isKilled)
    {
        await using var redis = await RestartableRedis.StartNewAsync();
        await using var cluster = new RedisCluster(redis.ConnectionString);
        using var one = await cluster.StartGatewayAsync("g1");
        using var two = await cluster.StartGatewayAsync("g2");
        await StartServersAsync(cluster, one, two);
        var membership = await cluster.Registry.ReadAsync(Token);
        await using var load = new ConstantLoad(one, two);
        await load.PassAsync(100);

        await (isKilled ? redis.KillAsync() : redis.PauseAsync());
        var away = Stopwatch.StartNew();
        await RedisCluster.HealthIsAsync(one, "store", "out of reach");
        await RedisCluster.HealthIsAsync(two, "store", "out of reach");
        Assert.Equal("local", (await RedisCluster.StatsAsync(one)).GetProperty("source").GetString());
        await Eventually.TrueAsync("all leases have expired", () => away.Elapsed > Lease * 2, RedisCluster.Patience);
        await (isKilled ? redis.StartAsync() : redis.ResumeAsync());
        await RedisCluster.HealthIsAsync(one, "store", "connected");
        await RedisCluster.HealthIsAsync(two, "store", "connected");
        var back = Stopwatch.StartNew();
        await Eventually.TrueAsync("leases could have expired twice", () => back.Elapsed > Lease * 2.5, RedisCluster.Patience);
        await load.StopAsync();

        var after = await cluster.Registry.ReadAsync(Token);
        Assert.Equal((membership.Epoch, membership.Version), (after.Epoch, after.Version));
        Assert.Empty(load.Failures);
        await Eventually.TrueAsync(
            "the totals are exact on both",
            async () => await TotalAsync(one) == load.Sent && await TotalAsync(two) == load.Sent,
            RedisCluster.Patience);
        await RecentAreAsync(load.Sent, one, two);
        Assert.Equal("cluster", (await RedisCluster.StatsAsync(one)).GetProperty("source").GetString());
        ClusterEvent[] events = [];
        await Eventually.TrueAsync(
            "both gateways have reported it",
            async () =>
            {
                events = [.. (await cluster.Events.ReadAsync(IEventLog.Capacity, Token)).Where(
                    happened => happened.Kind is ClusterEventKind.StoreLost or ClusterEventKind.StoreBack)];
                return events.Select(happened => happened.By).Distinct(StringComparer.Ordinal).Count() == 2;
            },
            RedisCluster.Patience);
        Assert.All((string[])["g1", "g2"], gateway =>
        {
            var by = events.Where(happened => string.Equals(happened.By, gateway, StringComparison.Ordinal)).ToArray();
            Assert.Equal((ClusterEventKind.StoreBack, ClusterEventKind.StoreLost), (by[0].Kind, by[^1].Kind));
            Assert.True(by[^1].At < by[0].At);
        });
    }

    [Fact]
    public async Task Redis_Emptied_RegainsEveryServerWithWeightAndDrainAndNoKeyMoves()
    {
        await using var redis = await RestartableRedis.StartNewAsync();
        await using var cluster = new RedisCluster(redis.ConnectionString);
        using var one = await cluster.StartGatewayAsync("g1");
        using var two = await cluster.StartGatewayAsync("g2");
        await StartServersAsync(cluster, one, two);
        await cluster.Registry.ApplyAsync(Changes.Join("permanent", weight: 42), Token);
        await cluster.Registry.ApplyAsync(new MembershipChange.SetState(new("permanent"), ServerState.Draining), Token);
        var change = await cluster.Registry.ApplyAsync(new MembershipChange.SetWeight(new("s1"), 300), Token);
        await FollowAsync(one, change.Membership.Version);
        await FollowAsync(two, change.Membership.Version);
        var digest = DigestOf(await RedisCluster.StatsAsync(one));
        await using var load = new ConstantLoad(one, two);
        await load.PassAsync(50);

        await redis.EmptyAsync();
        await FollowAsync(one, change.Membership.Version + 1);
        await FollowAsync(two, change.Membership.Version + 1);
        var back = Stopwatch.StartNew();
        await Eventually.TrueAsync("leases could have expired twice", () => back.Elapsed > Lease * 2.5, RedisCluster.Patience);
        await load.StopAsync();

        var after = await cluster.Registry.ReadAsync(Token);
        Assert.True(after.HasContentOf(change.Membership));
        Assert.NotEqual(change.Membership.Epoch, after.Epoch);
        Assert.Equal([digest, digest], [DigestOf(await RedisCluster.StatsAsync(one)), DigestOf(await RedisCluster.StatsAsync(two))]);
        Assert.Equal("current", (await RedisCluster.HealthAsync(one)).GetProperty("membership").GetString());
        Assert.Empty(load.Failures);
        Assert.Equal(0, load.Moved);
        await Eventually.TrueAsync("the totals are exact", async () => await TotalAsync(one) == load.Sent, RedisCluster.Patience);
        await RecentAreAsync(load.Sent, one, two);
    }

    [Fact]
    public async Task Redis_RestoredFromAnOlderCopy_RegainsWhatItLacksAndCountsStayExact()
    {
        await using var redis = await RestartableRedis.StartNewAsync();
        await using var cluster = new RedisCluster(redis.ConnectionString);
        using var one = await cluster.StartGatewayAsync("g1");
        await cluster.StartServerAsync("s1");
        await RedisCluster.HealthIsAsync(one, "usable", "1");
        await using var load = new ConstantLoad(one, one);
        await load.PassAsync(50);
        var copy = await redis.CopyAsync();
        await cluster.StartServerAsync("s2");
        await RedisCluster.HealthIsAsync(one, "usable", "2");
        var known = await cluster.Registry.ReadAsync(Token);
        await load.PassAsync(50);

        await redis.RestoreAsync(copy);
        await FollowAsync(one, known.Version + 1);
        await load.StopAsync();

        var after = await cluster.Registry.ReadAsync(Token);
        Assert.Equal(["s1", "s2"], after.Servers.Select(server => server.Id.Value));
        Assert.NotEqual(known.Epoch, after.Epoch);
        Assert.Empty(load.Failures);
        await Eventually.TrueAsync("the totals are exact", async () => await TotalAsync(one) == load.Sent, RedisCluster.Patience);
    }

    private static async Task StartServersAsync(RedisCluster cluster, params HttpClient[] gateways)
    {
        for (var i = 1; i <= 3; i++)
        {
            await cluster.StartServerAsync($"s{i}");
        }

        foreach (var gateway in gateways)
        {
            await RedisCluster.HealthIsAsync(gateway, "usable", "3");
        }
    }

    private static async Task<string?> ServerOfAsync(HttpClient gateway, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add(GatewayHost.KeyHeader, key);
        using var response = await gateway.SendAsync(request, Token);
        return response.Headers.GetValues("X-Server-Id").Single();
    }

    private static async Task<long> TotalAsync(HttpClient gateway) => (await RedisCluster.StatsAsync(gateway)) is var stats
        && string.Equals(stats.GetProperty("source").GetString(), "cluster", StringComparison.Ordinal)
            ? stats.GetProperty("total").GetInt64()
            : -1;

    /// <summary>Waits until the recent counts are exact on all gateways; each gateway reads the other's share from Redis.</summary>
    private static Task RecentAreAsync(long total, params HttpClient[] gateways) => Eventually.TrueAsync(
        "the recent counts are exact on all",
        async () => (await Task.WhenAll(gateways.Select(gateway => RedisCluster.StatsAsync(gateway, "?window=30m"))))
            .All(stats => stats.TryGetProperty("total", out var recent) && recent.GetInt64() == total),
        RedisCluster.Patience);

    private static Task FollowAsync(HttpClient gateway, long version) => Eventually.TrueAsync(
        $"the gateway uses membership version {version}",
        async () => (await RedisCluster.StatsAsync(gateway)).GetProperty("ring").GetProperty("version").GetInt64() >= version,
        RedisCluster.Patience);

    private static string? DigestOf(JsonElement stats) => stats.GetProperty("ring").GetProperty("digest").GetString();
}
