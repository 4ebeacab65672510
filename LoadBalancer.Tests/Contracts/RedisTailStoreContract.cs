using System.Collections.Concurrent;
using LoadBalancer.Cluster.Tail;
using LoadBalancer.Redis.Stores;
using LoadBalancer.Tests.Support;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Contracts;

/// <summary>The contract of every store of this kind that speaks the protocol of Redis.</summary>
public abstract class RedisTailStoreContract : TailStoreContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The connection to the server.</summary>
    private protected abstract IConnectionMultiplexer Connection { get; }

    internal override ITailStore Create() => RedisRegistryFactory.Tail(Connection, RedisRegistryFactory.NewCluster());

    [Fact]
    public async Task Want_Filters_ExpiresAfterItsLifetime()
    {
        var cluster = RedisRegistryFactory.NewCluster();
        var (keys, database) = (new RedisKeys(new(cluster)), Connection.GetDatabase());

        await RedisRegistryFactory.Tail(Connection, cluster).WantAsync("a", [TailFilter.All], Token);

        Assert.InRange((await database.KeyTimeToLiveAsync(keys.TailWish("a")))!.Value, TimeSpan.Zero, ITailStore.Lifetime);
        Assert.InRange((await database.KeyTimeToLiveAsync(keys.TailWanted))!.Value, TimeSpan.Zero, ITailStore.Lifetime);
    }

    [Fact]
    public async Task ReadWanted_OfADashboardThatIsGoneOrOfAnotherBuild_OmitsIt()
    {
        var cluster = RedisRegistryFactory.NewCluster();
        var (keys, database) = (new RedisKeys(new(cluster)), Connection.GetDatabase());
        await database.SetAddAsync(keys.TailWanted, ["gone", "later", "nonsense", "some"]);
        await database.StringSetAsync(keys.TailWish("later"), """{"v":2,"filters":[""]}""");
        await database.StringSetAsync(keys.TailWish("nonsense"), new byte[] { 1, 0, 255 });
        await database.StringSetAsync(keys.TailWish("some"), """{"v":1,"more":1,"filters":["moon=full","status=9xx",null,"status=5xx"]}""");

        var wanted = await RedisRegistryFactory.Tail(Connection, cluster).ReadWantedAsync(Token);

        Assert.Equal("status=5xx", Assert.Single(wanted).Text);
        Assert.DoesNotContain("gone", await database.SetMembersAsync(keys.TailWanted));
    }

    [Fact]
    public async Task Subscribe_MessagesOfOtherBuilds_AreOmittedOrNamed()
    {
        var cluster = RedisRegistryFactory.NewCluster();
        var channel = new RedisKeys(new(cluster)).Tail;
        var received = new ConcurrentQueue<TailBatch>();
        await using var subscription = await RedisRegistryFactory.Tail(Connection, cluster).SubscribeAsync(received.Enqueue, Token);

        await Connection.GetDatabase().PublishAsync(channel, "nonsense");
        await Connection.GetDatabase().PublishAsync(channel, """{"v":2,"gateway":"gateway-2","lines":"of another kind"}""");

        await Eventually.TrueAsync("one has arrived", () => !received.IsEmpty, TimeSpan.FromSeconds(20));
        Assert.Equal(("gateway-2", false), (Assert.Single(received).Gateway.Value, received.Single().IsReadable));
    }
}
