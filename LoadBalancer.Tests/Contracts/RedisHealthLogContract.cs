using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Redis.Stores;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Contracts;

/// <summary>The contract of every log of this kind that speaks the protocol of Redis.</summary>
public abstract class RedisHealthLogContract : HealthLogContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The connection to the server.</summary>
    private protected abstract IConnectionMultiplexer Connection { get; }

    internal override IHealthLog Create() => RedisRegistryFactory.Health(Connection, RedisRegistryFactory.NewCluster());

    [Fact]
    public async Task Append_Changes_ExpireAfterTheirMemory()
    {
        var cluster = RedisRegistryFactory.NewCluster();

        await RedisRegistryFactory.Health(Connection, cluster).AppendAsync([Change(1)], Token);

        var left = await Connection.GetDatabase().KeyTimeToLiveAsync(new RedisKeys(new(cluster)).Health(new("a")));
        Assert.InRange(left!.Value, IHealthLog.Memory - TimeSpan.FromMinutes(1), IHealthLog.Memory);
    }

    [Fact]
    public async Task Read_RecordOfAnotherBuild_IsReadOrOmitted()
    {
        var cluster = RedisRegistryFactory.NewCluster();

        await Connection.GetDatabase().ListLeftPushAsync(
            new RedisKeys(new(cluster)).Health(new("a")),
            [
                """{"at":"2026-01-01T12:00:00+00:00","process":"a@1","to":"Melted","trigger":"oracle","cause":"new_cause","more":[1]}""",
                """{"at":"2026-01-01T11:00:00+00:00","process":"a@1"}""", """{"to":7}""", "[]", "nonsense", "", new byte[] { 1, 0, 255 },
            ]);

        var read = Assert.Single(await RedisRegistryFactory.Health(Connection, cluster).ReadAsync(new("a"), Token));
        Assert.Equal(("Melted", "oracle", "new_cause", null, null), (read.To, read.Trigger, read.Cause, read.From, read.Gateway?.Value));
    }
}
