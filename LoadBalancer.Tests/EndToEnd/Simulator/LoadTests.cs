using LoadBalancer.Tests.Simulator;

namespace LoadBalancer.Tests.EndToEnd.Simulator;

[Collection(OneAtATime.Name)]
public sealed class LoadTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    [Fact]
    public async Task Load_ThroughAGateway_ReportsTheServersInStats()
    {
        var before = await shared.Cluster.StatsAsync();

        var run = await SimulatorRun.RunAsync(
            "load", "--url", shared.Cluster.Gateway.BaseAddress!.AbsoluteUri, "--concurrency", "100", "--json");

        Assert.Equal((0, "", 1_000), (run.ExitCode, run.Error, run.Json.GetProperty("succeeded").GetInt32()));
        var after = await shared.Cluster.StatsAsync();
        Assert.Equal(3, run.Json.GetProperty("servers").GetArrayLength());
        Assert.All(run.Json.GetProperty("servers").EnumerateArray(), server =>
        {
            var id = server.GetProperty("id").GetString()!;
            Assert.Equal(after.Of(id).Requests - before.Of(id).Requests, server.GetProperty("requests").GetInt64());
        });
    }
}
