using System.Globalization;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Redis.Stores;
using LoadBalancer.Tests.Contracts;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Redis.Stores;

public sealed class RedisStoreTimeTests
{
    private const int NotPermitted = 2011;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Join_UserMayNotRunTime_JoinsByThisClockWithOneWarning()
    {
        var port = FreePorts.Find();
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        await using var redis = await RedisProcess.StartAsync(["--port", port.ToString(CultureInfo.InvariantCulture)], port);
        await using var admin = await ConnectionMultiplexer.ConnectAsync(address);
        await admin.GetDatabase().ExecuteAsync("ACL", "SETUSER", "earlier", "on", ">secret", "~*", "&*", "+@all", "-time");
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{address},user=earlier,password=secret");
        var log = new RecordingLogger<RedisStoreTime>();
        var time = new ShiftedTimeProvider(TimeSpan.FromHours(1));
        var registry = new RedisServerRegistry(
            RedisRegistryFactory.Of(connection),
            Options.Create(new RegistryOptions()),
            time,
            NullLogger<RedisMembershipReader>.Instance,
            log);
        var before = time.GetUtcNow();

        Assert.Null(await registry.ReadTimeAsync(Token));
        await registry.ApplyAsync(Changes.Join("a") with { At = null }, Token);

        Assert.InRange(Assert.Single((await registry.ReadAsync(Token)).Servers).Since, before, time.GetUtcNow());
        var entry = Assert.Single(log.Entries);
        Assert.Equal((NotPermitted, LogLevel.Warning), (entry.Id.Id, entry.Level));
        Assert.Contains("+time", entry.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NoConnection_FailsLikeEveryOperation()
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync(
            "127.0.0.1:1,abortConnect=false,connectTimeout=50,connectRetry=1");
        await using var connection = RedisRegistryFactory.Of(client);
        var time = new RedisStoreTime(connection, new(new("default")), NullLogger<RedisStoreTime>.Instance);

        var failure = connection.Failed(await Assert.ThrowsAsync<RedisConnectionException>(() => time.ReadAsync(Token)));

        Assert.True(StoreFailure.IsTemporary(failure));
    }
}
