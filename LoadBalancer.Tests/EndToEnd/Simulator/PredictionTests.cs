using LoadBalancer.Simulator.Clusters;
using LoadBalancer.Simulator.Clusters.Scenarios;
using LoadBalancer.Tests.Simulator;

namespace LoadBalancer.Tests.EndToEnd.Simulator;

/// <summary>Compares the prediction of <c>cluster</c> for a small scenario with real processes.</summary>
[Collection(OneAtATime.Name)]
public sealed class PredictionTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private const int Requests = 600;
    private const int Rate = 100;
    private const string Keys = "zipf:1:200";
    private const double ServiceMs = 20;

    /// <summary>
    /// The most requests that may go to another server because the machine was too busy for a probe; on an idle machine there are none.
    /// </summary>
    private const int MostElsewhere = Requests / 40;

    /// <summary>
    /// The most time that a real gateway, its processes, and a busy machine may add to the fastest request. Any further delay of other
    /// requests is the machine's.
    /// </summary>
    private const double MostAddedMs = 20;

    [Fact]
    public async Task Cluster_SmallScenario_PredictsRequestsPerServerAndTheLowestLatency()
    {
        var url = new Uri(shared.Cluster.Gateway.BaseAddress!, $"/work?ms={ServiceMs}").AbsoluteUri;
        var real = await SimulatorRun.RunAsync(
            "load", "--url", url, "--requests", $"{Requests}", "--concurrency", "100", "--rate", $"{Rate}", "--key", Keys, "--json");
        var foreseen = new ClusterSimulation(new Scenario
        {
            // The scenario has as many requests as are sent: after the last one, the rate drops to almost zero.
            Duration = TimeSpan.FromSeconds((Requests / (double)Rate) + 1),
            Events = [new() { At = TimeSpan.FromSeconds((Requests - 0.5) / Rate), Do = EventKind.Rate, Factor = 0.001 }],
            Gateways = 1,
            Servers = new() { Count = 3, Prefix = "backend-", Service = $"constant:{ServiceMs}ms" },
            Load = new() { Rate = Rate, Arrivals = "constant", Keys = Keys },
        }).Run(TestContext.Current.CancellationToken);

        Assert.Equal((0, ""), (real.ExitCode, real.Error));
        Assert.Equal(Requests, foreseen.Requests);
        Assert.All(
            foreseen.Servers,
            server => Assert.InRange(RequestsOf(real, server.Id), server.Requests - MostElsewhere, server.Requests + MostElsewhere));
        var latency = real.Json.GetProperty("latencyMs");
        Assert.InRange(latency.GetProperty("min").GetDouble(), foreseen.LatencyMs!.Min - 1, foreseen.LatencyMs.Min + MostAddedMs);
        Assert.True(latency.GetProperty("p50").GetDouble() >= foreseen.LatencyMs.P50 - 1, real.Output);
    }

    private static long RequestsOf(SimulatorRun run, string id) =>
        run.Json.GetProperty("servers")
            .EnumerateArray()
            .Single(server => server.GetProperty("id").ValueEquals(id))
            .GetProperty("requests")
            .GetInt64();
}
