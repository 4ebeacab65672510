using LoadBalancer.Cluster.Checks;
using LoadBalancer.Redis.Stores;
using LoadBalancer.Tests.Support;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Contracts;

/// <summary>The contract of every store of this kind that speaks the protocol of Redis.</summary>
public abstract class RedisCheckStoreContract : CheckStoreContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The connection to the server.</summary>
    private protected abstract IConnectionMultiplexer Connection { get; }

    internal override ICheckStore Create() => RedisRegistryFactory.Checks(Connection, RedisRegistryFactory.NewCluster());

    [Fact]
    public async Task Write_Checks_ExpireAfterTheirLifetime()
    {
        var cluster = RedisRegistryFactory.NewCluster();

        await RedisRegistryFactory.Checks(Connection, cluster).WriteAsync(Changes.Noon, [Check("a@1")], Token);

        var left = await Connection.GetDatabase().KeyTimeToLiveAsync(KeyOf(cluster));
        Assert.InRange(left!.Value, ICheckStore.Lifetime - TimeSpan.FromSeconds(30), ICheckStore.Lifetime);
    }

    [Fact]
    public async Task Read_RecordOfAnotherBuild_IsReadOrOmitted()
    {
        var cluster = RedisRegistryFactory.NewCluster();
        var line = CheckCodec.Encode(Check("a@1"));

        await Connection.GetDatabase().HashSetAsync(
            KeyOf(cluster),
            [
                new HashEntry("more@1", $"{line}\tmore\tand more"), new("two@1", $"2{line[1..]}"), new("empty@1", ""), new("number@1", 7),
                new("bytes@1", new byte[] { 1, 0, 255 }),
            ]);

        var read = await RedisRegistryFactory.Checks(Connection, cluster).ReadAsync(
            Changes.Noon, [new("more@1"), new("two@1"), new("empty@1"), new("number@1"), new("bytes@1")], Token);
        Assert.Equal(Check("more@1"), Assert.Single(read.Values));
    }

    private static RedisKey KeyOf(string cluster) => new RedisKeys(new(cluster)).Checks(CheckClock.MinuteOf(Changes.Noon));
}
