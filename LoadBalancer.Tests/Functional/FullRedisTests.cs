using LoadBalancer.Cluster.Store;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests a Redis that has no memory left for writes, while reads succeed.</summary>
public sealed class FullRedisTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Redis_IsFull_StateAndCauseAreToldUntilItHasMemoryAgain()
    {
        await using var redis = await RestartableRedis.StartNewAsync();
        await using var cluster = new RedisCluster(redis.ConnectionString);
        using var gateway = await cluster.StartGatewayAsync("g1");
        await cluster.StartServerAsync("s1");
        await RedisCluster.HealthIsAsync(gateway, "usable", "1");

        await redis.LimitMemoryAsync(1);
        await RedisCluster.HealthIsAsync(gateway, "store", "not writable");
        var health = await RedisCluster.HealthAsync(gateway);
        Assert.Contains("OOM", health.GetProperty("storeReason").GetString(), StringComparison.Ordinal);
        Assert.Equal("last known", health.GetProperty("membership").GetString());
        Assert.False(health.TryGetProperty("fault", out _));
        Assert.Equal(StoreCondition.Full, (await Assert.ThrowsAsync<StoreException>(() => cluster.Registry.ReadAsync(Token))).Condition);
        Assert.Equal("s1", Assert.Single((await cluster.Registry.ReadUncheckedAsync(Token)).Servers).Id.Value);

        await redis.LimitMemoryAsync(0);
        await RedisCluster.HealthIsAsync(gateway, "store", "connected");
    }
}
