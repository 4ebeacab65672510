using System.Globalization;
using LoadBalancer.Tests.Contracts;
using StackExchange.Redis;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>Tests changing the wanted number of servers while the cluster runs.</summary>
[Collection(OneAtATime.Name)]
public sealed class ReplicasTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WantedCount_RaisedAndThenLowered_StartsAndDrainsWithoutAFailedRequest()
    {
        await using var cluster = await RunningCluster.StartAsync(backends: 2);
        await using var connection = await ConnectionMultiplexer.ConnectAsync(cluster.StoreConnection);
        var replicas = RedisRegistryFactory.Replicas(connection, "default");
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"dashboard http://localhost:{cluster.Dashboard.BaseAddress!.Port}/"),
            cluster.ReadyLine,
            StringComparison.Ordinal);
        await using var load = new ContinuousLoad(cluster.Gateway.BaseAddress!);

        // With its first report, the AppHost sets the number to the one that it starts with.
        await cluster.UntilAsync(
            "the AppHost follows the number", async () => (await replicas.ReadAsync(Token)).Orchestrator is not null, Patience);
        await replicas.SetWantedAsync(4, "test", Token);
        await ServersAreAsync(cluster, "backend-1", "backend-2", "backend-3", "backend-4");

        await replicas.SetWantedAsync(1, "test", Token);
        await ServersAreAsync(cluster, "backend-1");
        await cluster.UntilAsync(
            "their processes have ended",
            () => Task.FromResult(cluster.Processes.Count(process => process.Name.StartsWith("backend", StringComparison.Ordinal)
                && ProcessLog.IsRunning(process.Process)) == 1),
            Patience);
        var sent = load.Sent;
        await cluster.UntilAsync("the load continues", () => Task.FromResult(load.Sent > sent + 100), Patience);
        await load.StopAsync();

        Assert.Empty(load.Failures);
        Assert.Equal(1, (await replicas.ReadAsync(Token)).Orchestrator!.Kept);
    }

    private static Task ServersAreAsync(RunningCluster cluster, params string[] ids) => cluster.UntilAsync(
        $"the servers are {string.Join(", ", ids)}",
        async () => (await cluster.StatsAsync()).Json.GetProperty("servers")
            .EnumerateArray()
            .Select(server => server.GetProperty("id").GetString())
            .SequenceEqual(ids, StringComparer.Ordinal),
        Patience);
}
