using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Redis.Stores;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

public sealed class RedisStatisticsStoreTests(RedisServer redis) : StatisticsStoreContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal override IStatisticsStore Create() => RedisRegistryFactory.Statistics(redis.Connection);

    [Fact]
    public async Task Read_CorruptRecord_IsSkipped()
    {
        var cluster = RedisRegistryFactory.NewCluster();
        var store = RedisRegistryFactory.Statistics(redis.Connection, cluster);
        await store.WriteAsync([new("one", 7, [], [])], Token);

        await redis.Connection.GetDatabase().HashSetAsync(
            new RedisKeys(cluster).Statistics(7),
            [new("two", "nonsense"), new("three", ""), new("four", 5), new("five", new byte[] { 1, 0 })]);

        Assert.Equal("one", Assert.Single(await store.ReadAsync(7, 7, Token)).Source);
    }

    [Fact]
    public async Task Write_AnInterval_ExpiresAfterTheRetention()
    {
        var cluster = RedisRegistryFactory.NewCluster();

        await RedisRegistryFactory.Statistics(redis.Connection, cluster).WriteAsync([new("one", 7, [], [])], Token);

        var left = await redis.Connection.GetDatabase().KeyTimeToLiveAsync(new RedisKeys(cluster).Statistics(7));
        Assert.InRange(left!.Value, TimeSpan.FromMinutes(30.5), TimeSpan.FromMinutes(31));
    }
}
