using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Dashboard.Control;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Tests.Contracts;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Dashboard.Control;

/// <summary>Many clients of two dashboards change one membership in Redis at once.</summary>
public sealed class ManyWritersTests(RedisServer redis)
{
    private const int Writers = 48;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PutAsync_ManyServersAtOnceWithoutACondition_AppliesAll()
    {
        var cluster = RedisRegistryFactory.NewCluster();
        ClusterControl[] dashboards = [Control(cluster), Control(cluster)];

        var results = await Task.WhenAll(Enumerable.Range(0, Writers).Select(
            i => dashboards[i % 2].PutAsync(new(new($"s{i}"), $"http://s{i}.test", Weight: null, HealthCheck: null), new("ops"), Token)));

        Assert.All(results, result => Assert.Equal((ControlOutcome.Applied, true), (result.Outcome, result.IsNew)));
        Assert.Equal(Writers, (await RedisRegistryFactory.Registry(redis.Connection, cluster).ReadAsync(Token)).Servers.Length);
    }

    [Fact]
    public async Task PutAsync_ConditionedOnAnOldVersion_IsStaleAtOnce()
    {
        var control = Control(RedisRegistryFactory.NewCluster());
        var first = await control.PutAsync(new(new("a"), "http://a.test", Weight: null, HealthCheck: null), new("ops"), Token);
        await control.PutAsync(new(new("b"), "http://b.test", Weight: null, HealthCheck: null), new("ops"), Token);

        var late = await control.PutAsync(
            new(new("c"), "http://c.test", Weight: null, HealthCheck: null),
            new("ops", Preconditions.Unchanged(first.Membership!.At)),
            Token);

        Assert.Equal(ControlOutcome.Stale, late.Outcome);
    }

    private ClusterControl Control(string cluster) => new(
        RedisRegistryFactory.Registry(redis.Connection, cluster),
        RedisRegistryFactory.Replicas(redis.Connection, cluster),
        new InMemoryGatewayExchange(TimeProvider.System),
        new ReadSignal(TimeProvider.System),
        TimeProvider.System,
        LoopLogs.Of<ClusterControl>());
}
