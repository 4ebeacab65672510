using System.Diagnostics;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Redis.Connections;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Redis.Connections;

/// <summary>Tests the registry's connection with real servers behind a name that moves.</summary>
public sealed class RegistryConnectionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly RedisChannel Channel = RedisChannel.Literal("channel");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failed_ServerHasBecomeAReplicaAndTheNameHasMoved_TheNextWriteReachesTheNewMaster()
    {
        await using var redis = await RedisPair.StartAsync();
        await using var connection = Connect(redis);
        await redis.PromoteAsync(1);
        redis.MoveNameTo(1);

        Assert.Equal(StoreCondition.NotWritable, await TryWriteAsync(connection));
        await Eventually.TrueAsync("the new master has the write", async () => await TryWriteAsync(connection) is null, Patience);

        Assert.Equal("1", (await redis.RunAsync(1, "GET", "key")).ToString());
    }

    [Fact]
    public async Task Failed_NoMasterBehindTheName_TriesOnceASecond()
    {
        await using var redis = await RedisPair.StartAsync();
        await using var connection = Connect(redis);
        await redis.DemoteAsync(0);
        var before = redis.Name.Accepted;
        var elapsed = Stopwatch.StartNew();

        while (elapsed.Elapsed < TimeSpan.FromSeconds(2.5))
        {
            Assert.Equal(StoreCondition.NotWritable, await TryWriteAsync(connection));
        }

        // One client opens two connections: for commands and for messages.
        Assert.InRange(redis.Name.Accepted - before, 2, 6);
    }

    [Fact]
    public async Task Subscribe_ClientIsReplaced_ReceivesAHintAndLaterMessages()
    {
        await using var redis = await RedisPair.StartAsync();
        await using var connection = Connect(redis);
        var messages = 0;
        await using var subscription = await connection.SubscribeAsync(Channel, _ => Interlocked.Increment(ref messages), Token);
        await redis.KillAsync(0);
        await redis.RunAsync(1, "REPLICAOF", "NO", "ONE");
        redis.MoveNameTo(1);
        await Eventually.TrueAsync("the new master has the write", async () => await TryWriteAsync(connection) is null, Patience);

        await Eventually.TrueAsync(
            "a message arrives",
            async () =>
            {
                await redis.RunAsync(1, "PUBLISH", "channel", "message");
                return Volatile.Read(ref messages) > 0;
            },
            Patience);
    }

    [Fact]
    public async Task Subscribe_WhileTheClientIsReplaced_ReceivesMessagesThroughTheNextClient()
    {
        await using var redis = await RedisPair.StartAsync();
        var time = new FakeTimeProvider();
        var options = RedisConnection.Parse("redis", redis.ConnectionString);
        var first = await ConnectionMultiplexer.ConnectAsync(options.ToClientOptions());
        var messages = 0;
        Task<IAsyncDisposable>? subscribing = null;
        RegistryConnection connection = null!;
        connection = new(
            first,
            async () => InterceptedClient.Create(
                await ConnectionMultiplexer.ConnectAsync(options.ToClientOptions()),
                () =>
                {
                    subscribing ??= connection.SubscribeAsync(Channel, _ => Interlocked.Increment(ref messages), Token);
                    SpinWait.SpinUntil(() => subscribing.IsCompleted, Patience);
                }),
            time,
            LoopLogs.Of<RegistryConnection>());
        await using var disposal = connection;
        await redis.PromoteAsync(1);
        redis.MoveNameTo(1);
        Assert.Equal(StoreCondition.NotWritable, await TryWriteAsync(connection));
        await Eventually.TrueAsync("the new master has the write", async () => await TryWriteAsync(connection) is null, Patience);
        await using var subscription = await subscribing!;
        await Eventually.TrueAsync(
            "the first client is closed",
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return !first.IsConnected;
            },
            TimeSpan.FromSeconds(30));
        var before = Volatile.Read(ref messages);

        await Eventually.TrueAsync(
            "a message arrives",
            async () =>
            {
                await redis.RunAsync(1, "PUBLISH", "channel", "message");
                return Volatile.Read(ref messages) > before;
            },
            Patience);
    }

    [Fact]
    public async Task Dispose_AttemptUnderWay_Ends()
    {
        await using var redis = await RedisPair.StartAsync();
        var connection = Connect(redis);
        await redis.DemoteAsync(0);
        await TryWriteAsync(connection);

        await connection.DisposeAsync().AsTask().WaitAsync(Patience, Token);
        await connection.DisposeAsync();
    }

    private static RegistryConnection Connect(RedisPair redis)
    {
        var options = RedisConnection.Parse("redis", redis.ConnectionString);
        return new(
            ConnectionMultiplexer.Connect(options.ToClientOptions()),
            async () => await ConnectionMultiplexer.ConnectAsync(options.ToClientOptions()),
            TimeProvider.System,
            LoopLogs.Of<RegistryConnection>());
    }

    /// <summary>Writes like an operation of a port; returns the condition if that fails.</summary>
    private static async Task<StoreCondition?> TryWriteAsync(RegistryConnection connection)
    {
        try
        {
            await connection.Database.StringSetAsync("key", "1");
            connection.Succeeded();
            return null;
        }
        catch (Exception exception)
        {
            return Assert.IsType<StoreException>(connection.Failed(exception)).Condition;
        }
    }
}
