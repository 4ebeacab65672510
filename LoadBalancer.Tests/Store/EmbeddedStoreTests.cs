using LoadBalancer.Store;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Store;

public sealed class EmbeddedStoreTests : IAsyncLifetime
{
    private readonly EmbeddedStore _store = EmbeddedStore.Start();
    private ConnectionMultiplexer _connection = null!;

    private IDatabase Database => _connection.GetDatabase();

    public async ValueTask InitializeAsync() => _connection = await ConnectionMultiplexer.ConnectAsync(_store.ConnectionString);

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _store.Dispose();
    }

    [Fact]
    public void Start_SecondStore_HasItsOwnPort()
    {
        using var another = EmbeddedStore.Start();

        Assert.NotEqual(_store.ConnectionString, another.ConnectionString);
    }

    [Fact]
    public async Task Start_WithAPassword_RejectsClientsWithoutIt()
    {
        using var store = EmbeddedStore.Start(password: "secret");
        await using var known = await ConnectionMultiplexer.ConnectAsync(store.ConnectionString);

        Assert.EndsWith(",password=secret", store.ConnectionString, StringComparison.Ordinal);
        Assert.True(await known.GetDatabase().PingAsync() > TimeSpan.Zero);
        await Assert.ThrowsAsync<RedisConnectionException>(
            () => ConnectionMultiplexer.ConnectAsync(store.ConnectionString.Replace("secret", "wrong", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Start_Localhost_IsReachedInEitherFamily()
    {
        var port = _store.ConnectionString.Split(':')[1];

        await using var connection = await ConnectionMultiplexer.ConnectAsync($"[::1]:{port}");

        Assert.True(await connection.GetDatabase().PingAsync() > TimeSpan.Zero);
    }

    [Fact]
    public async Task Transaction_WatchedValueChanged_IsRejected()
    {
        await Database.HashSetAsync("members", "version", 1);

        Assert.True(await IncreaseAsync(from: 1));
        Assert.False(await IncreaseAsync(from: 1));
    }

    [Fact]
    public async Task Script_Evaluated_ReturnsItsResult()
    {
        var result = await Database.ScriptEvaluateAsync(
            "redis.call('SET', KEYS[1], ARGV[1]) return redis.call('GET', KEYS[1])", ["key"], ["value"]);

        Assert.Equal("value", (string?)result);
    }

    [Fact]
    public async Task Subscription_MessagePublished_Arrives()
    {
        var channel = RedisChannel.Literal("changes");
        var queue = await _connection.GetSubscriber().SubscribeAsync(channel);

        await _connection.GetSubscriber().PublishAsync(channel, "7");

        Assert.Equal("7", (string?)(await queue.ReadAsync(TestContext.Current.CancellationToken)).Message);
    }

    [Fact]
    public async Task TimeToLive_KeyWithOne_IsKept()
    {
        await Database.StringSetAsync("lease", "held", TimeSpan.FromMinutes(1));

        Assert.InRange((await Database.KeyTimeToLiveAsync("lease"))!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Memory_OverwrittenByOtherKeys_KeepsWhatIsRead()
    {
        var block = new byte[1000];
        await Database.HashSetAsync("members", "version", 7);

        for (var batch = 0; batch < 100; batch++)
        {
            await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Database.StringSetAsync($"{batch}:{i}", block)));
            Assert.Equal(7, await Database.HashGetAsync("members", "version"));
        }

        Assert.False(await Database.KeyExistsAsync("0:0"), "less was written than the store holds");
    }

    private async Task<bool> IncreaseAsync(int from)
    {
        var transaction = Database.CreateTransaction();
        transaction.AddCondition(Condition.HashEqual("members", "version", from));
        _ = transaction.HashSetAsync("members", "version", from + 1);

        return await transaction.ExecuteAsync();
    }
}
