using LoadBalancer.Tests.Support;
using StackExchange.Redis;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>How a cluster ends.</summary>
[Collection(OneAtATime.Name)]
public sealed class LifetimeTests(RedisServer redis)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Terminate_ARunningCluster_EndsEveryProcessWithExitCode0()
    {
        await using var cluster = await RunningCluster.StartAsync(backends: 2);
        await Load.SendAsync(cluster.Gateway, Load.Keys("key", 100), connections: 4);

        cluster.AppHost.Terminate();

        Assert.Equal(0, await cluster.AppHost.ExitCodeAsync());
        Assert.Equal(["backend-1", "backend-2", "dashboard", "gateway-1"], cluster.Children().Select(child => child.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(cluster.Children(), child => RunningCluster.IsRunning(child.Process));
        Assert.Equal("Stopped", cluster.AppHost.Lines[^1]);
    }

    [Fact]
    public async Task Kill_OfTheAppHost_EndsItsChildren()
    {
        await using var cluster = await RunningCluster.StartAsync(backends: 2);
        var children = cluster.Children();

        RunningProgram.Signal(cluster.AppHost.Id, "KILL");
        await cluster.AppHost.ExitCodeAsync();

        await cluster.AppHost.UntilAsync("its children have ended", () => Task.FromResult(!children.Any(child => RunningCluster.IsRunning(child.Process))), Patience);
    }

    [Fact]
    public async Task Terminate_AClusterOnARealRedis_ServesCountsAndLeavesNoMember()
    {
        await using var cluster = await RunningCluster.StartAsync(backends: 3, redis: redis.ConnectionString);
        var placements = await Load.SendAsync(cluster.Gateway, Load.Keys("key", 3_000), connections: 16);

        var stats = await cluster.StatsAsync();
        Assert.Equal(3, placements.Values.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(3_000, stats.Total);
        Assert.All(placements.Values.GroupBy(id => id, StringComparer.Ordinal), group => Assert.Equal(group.Count(), stats.Of(group.Key).Requests));

        cluster.AppHost.Terminate();
        Assert.Equal(0, await cluster.AppHost.ExitCodeAsync());
        var fields = await redis.Connection.GetDatabase().HashGetAllAsync("lb:{default}:v1:members");
        Assert.DoesNotContain(fields, field => field.Name.StartsWith("server:"));
    }
}
