using LoadBalancer.Simulator.Clusters;
using LoadBalancer.Simulator.Clusters.Scenarios;
using LoadBalancer.Simulator.Output;

namespace LoadBalancer.Tests.Simulator.Clusters;

public sealed class ClusterSimulationTests
{
    private static readonly Scenario Exact = new()
    {
        Duration = TimeSpan.FromSeconds(11),
        Gateways = 1,
        Servers = new() { Count = 3, Service = "constant:10ms", Workers = 1_000 },
        Load = new() { Rate = 100, Arrivals = "constant" },
        Network = new() { Servers = "constant:1ms", Registry = "constant:1ms" },
    };

    [Fact]
    public void Run_ConstantEverything_HasTheKnownResults()
    {
        var result = Run(Exact);

        Assert.Equal((1_100, 1_100, 0, 1.0), (result.Requests, result.Tries, result.Failed, result.Amplification));
        Assert.Equal((12.0, 12.0, 12.0), (result.LatencyMs!.Min, result.LatencyMs.Mean, result.LatencyMs.Max));
        Assert.Equal(100, result.OverTime[5].Requests);
    }

    [Fact]
    public void Run_OneWorkerAndTwiceTheLoad_QueuesAsCalculated()
    {
        var result = Run(Exact with
        {
            Servers = Exact.Servers with { Count = 1, Service = "constant:20ms", Workers = 1 },
            Events = [new() { At = TimeSpan.FromSeconds(1), Do = EventKind.Rate, Factor = 0.001 }],
        });

        // Requests arrive every 10 ms for one second and take 20 ms each, so the last of the hundred waits for 99 times 10 ms.
        Assert.InRange(result.LatencyMs!.Max, 22 + 980, 22 + 1_000);
    }

    [Fact]
    public void Run_ServerKilled_SendsItsRequestsOnAfterOneRoundTrip()
    {
        var result = Run(Exact with
        {
            Settings = new() { Probes = false, Ejection = false },
            Events = [new() { At = TimeSpan.FromSeconds(5), Do = EventKind.Kill, Servers = "server-1" }],
        });

        // A request is refused after 2 ms, and the next server responds within 12 ms. Requests in flight at the kill take up to 11 ms
        // longer.
        Assert.Equal(0, result.Failed);
        Assert.Equal(14, result.OverTime[8].P99Ms, 1.0);
        Assert.InRange(result.LatencyMs!.Max, 14, 25);
        Assert.Equal(result.Tries - result.Requests, result.OverTime.Sum(part => part.Tries - part.Requests));
    }

    [Fact]
    public void Run_SameSeed_IsTheSameToTheLastFigure()
    {
        var scenario = new Scenario
        {
            Duration = TimeSpan.FromSeconds(10),
            Network = new() { RegistryLoss = 0.1 },
            Events = [new() { At = TimeSpan.FromSeconds(3), Do = EventKind.Kill, Servers = "random:1", For = TimeSpan.FromSeconds(3) }],
        };

        Assert.Equal(Text(Run(scenario)), Text(Run(scenario)));
        Assert.NotEqual(Text(Run(scenario)), Text(Run(scenario with { Seed = 2 })));
    }

    [Fact]
    public void Run_Cancelled_ReportsWhatItHasAndJudgesNothing()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        var result = new ClusterSimulation(new() { Duration = TimeSpan.FromHours(1), Invariants = new() { FailedRequests = 0 } }).Run(
            source.Token);

        Assert.True(result.Interrupted);
        Assert.False(result.Holds);
        Assert.Empty(result.Invariants);
        Assert.InRange(result.VirtualSeconds, 0.001, 60);
    }

    [Fact]
    public void Run_GatewayKilledAndBack_ServesThroughTheOther()
    {
        var result = Run(Exact with
        {
            Gateways = 2,
            Events = [new() { At = TimeSpan.FromSeconds(4), Do = EventKind.KillGateway, Gateways = "1", For = TimeSpan.FromSeconds(3) }],
            Invariants = new() { PlacementsAtEnd = 1 },
        });

        Assert.InRange(result.Failed, 0, 3);
        Assert.All(result.Failures, failure => Assert.Equal("gateway died", failure.Kind));
        Assert.True(result.Holds);
        Assert.True(result.OverTime.Skip(5).All(part => part.Failures == 0));
    }

    [Fact]
    public void Run_ChangesOfWeightAndAlgorithm_AreInEffectEverywhere()
    {
        var result = Run(Exact with
        {
            Gateways = 3,
            Events =
            [
                new() { At = TimeSpan.FromSeconds(2), Do = EventKind.Weigh, Servers = "server-1", Weight = 400 },
                new()
                {
                    At = TimeSpan.FromSeconds(6),
                    Do = EventKind.Algorithm,
                    Algorithm = LoadBalancer.Core.Hashing.PlacementAlgorithm.Rendezvous,
                },
            ],
            Invariants = new() { PlacementsAtEnd = 1, Convergence = TimeSpan.FromMilliseconds(10) },
        });

        Assert.Equal((2, true), (result.Changes, result.Holds));
        Assert.Equal(3, result.ConvergenceMs!.Max, 0.1);
        Assert.InRange(result.Servers.Single(server => server.Id == "server-1").Share, 0.5, 0.75);
    }

    private static ClusterResult Run(Scenario scenario) => new ClusterSimulation(scenario).Run(TestContext.Current.CancellationToken);

    private static string Text(ClusterResult result) => JsonOutput.Write(result);
}
