using LoadBalancer.Core.Hashing;
using LoadBalancer.Simulator.Clusters;
using LoadBalancer.Simulator.Clusters.Scenarios;

namespace LoadBalancer.Tests.Simulator.Clusters;

/// <summary>Tests that each invariant holds, and that it breaks when the mechanism that it guards is switched off.</summary>
public sealed class InvariantTests
{
    private static readonly Scenario Base = new()
    {
        Duration = TimeSpan.FromSeconds(20),
        Warmup = TimeSpan.FromSeconds(3),
        Gateways = 3,
        Servers = new() { Count = 6 },
        Load = new() { Rate = 300 },
    };

    [Fact]
    public void FailedRequests_ServerDies_NeedsRetries() => Holds(
        With(Kill("server-2")) with { Invariants = new() { FailedRequests = 0 } },
        scenario => scenario with { Settings = scenario.Settings with { MaxAttempts = 1 } });

    [Fact]
    public void FailedRequests_RegistryEmptied_NeedsRecovery() => Holds(
        With(new ScenarioEvent { At = Seconds(6), Do = EventKind.RegistryEmptied }) with
        {
            Servers = new() { Count = 2 },
            Settings = new() { RenewInterval = Seconds(5) },
            Invariants = new() { FailedRequests = 0 },
        },
        scenario => scenario with { Settings = scenario.Settings with { Recovery = false } });

    [Fact]
    public void FailedPart_ServersRespondWith503_NeedsRetries() => Holds(
        With(new ScenarioEvent { At = Seconds(6), Do = EventKind.Fail, Servers = "server-2", Part = 0.5 }) with
        {
            Invariants = new() { FailedPart = 0.001 },
        },
        scenario => scenario with { Settings = scenario.Settings with { MaxAttempts = 1, Ejection = false } });

    [Fact]
    public void Convergence_ServersJoin_NeedsHints() => Holds(
        With(Join) with { Invariants = new() { Convergence = TimeSpan.FromMilliseconds(100) } },
        scenario => scenario with { Settings = scenario.Settings with { Hints = false } });

    [Fact]
    public void Convergence_HintsGetLost_NeedsPolls() => Holds(
        With(Join) with { Settings = new() { Hints = false }, Invariants = new() { Convergence = TimeSpan.FromSeconds(2) } },
        scenario => scenario with { Settings = scenario.Settings with { PollInterval = TimeSpan.FromHours(1) } });

    [Fact]
    public void Disagreement_ServersJoin_NeedsHints() => Holds(
        With(Join) with { Invariants = new() { Disagreement = TimeSpan.FromMilliseconds(200) } },
        scenario => scenario with { Settings = scenario.Settings with { Hints = false, SlowStart = TimeSpan.Zero } });

    [Fact]
    public void PlacementsAtEnd_AfterAPartition_NeedsPolls() => Holds(
        With(new ScenarioEvent { At = Seconds(5), Do = EventKind.Partition, Gateways = "1", For = Seconds(5) }, Join) with
        {
            Invariants = new() { PlacementsAtEnd = 1 },
            Settings = new() { SlowStart = Seconds(2) },
        },
        scenario => scenario with { Settings = scenario.Settings with { PollInterval = TimeSpan.FromHours(1) } });

    [Fact]
    public void LoadBound_HotKey_NeedsTheBound() => Holds(
        Base with
        {
            Servers = new() { Count = 12, Workers = 16 },
            Load = new() { Rate = 2_000, Keys = "zipf:2:1000" },
            Settings = new() { LoadFloor = 4, LoadInterval = TimeSpan.FromMilliseconds(100) },
            Invariants = new() { LoadBound = 6, LatencyP99 = TimeSpan.FromMilliseconds(500) },
        },
        scenario => scenario with { Settings = scenario.Settings with { LoadFactor = 0 } });

    [Theory]
    [InlineData(PlacementAlgorithm.Rendezvous)]
    [InlineData(PlacementAlgorithm.Ring)]
    public void MovedBetweenOld_ServersJoin_NeedsAnAlgorithmThatKeepsKeys(PlacementAlgorithm algorithm) => Holds(
        With(Join) with { Settings = new() { Algorithm = algorithm }, Invariants = new() { MovedBetweenOld = 0 } },
        scenario => scenario with { Settings = scenario.Settings with { Algorithm = PlacementAlgorithm.Maglev } });

    [Fact]
    public void Detection_ServerVanishes_NeedsProbesOrEjection()
    {
        var scenario = With(new ScenarioEvent { At = Seconds(6), Do = EventKind.Vanish, Servers = "server-2" }) with
        {
            Settings = new() { Lease = Seconds(60) },
            Invariants = new() { Detection = Seconds(6) },
        };

        Holds(scenario, off => off with { Settings = off.Settings with { Probes = false, Ejection = false } });
        Assert.True(Run(scenario with { Settings = scenario.Settings with { Ejection = false } }).Holds);
    }

    [Fact]
    public void LivingRemoved_RegistryWasUnreachable_NeedsEvidence() => Holds(
        With(new ScenarioEvent { At = Seconds(5), Do = EventKind.RegistryOutage, For = Seconds(8) }) with
        {
            Settings = new() { Lease = Seconds(5), RenewInterval = Seconds(2) },
            Invariants = new() { LivingRemoved = 0 },
        },
        scenario => scenario with { Settings = scenario.Settings with { LeaseEvidence = false } });

    [Fact]
    public void NewcomerShare_ServersJoin_NeedsSlowStart() => Holds(
        With(Join with { Count = 6 }) with { Invariants = new() { NewcomerShare = 0.4 } },
        scenario => scenario with { Settings = scenario.Settings with { SlowStart = TimeSpan.Zero } });

    [Fact]
    public void Amplification_AllFail_NeedsTheBudget() => Holds(
        With(new ScenarioEvent { At = Seconds(6), Do = EventKind.Fail, Servers = "all", Part = 1 }) with
        {
            Load = new() { Rate = 3_000 },
            Settings = new() { PanicThreshold = 0 },
            Invariants = new() { Amplification = 1.5 },
        },
        scenario => scenario with { Settings = scenario.Settings with { BudgetPercent = 100, BudgetFloor = 10_000 } });

    [Fact]
    public void LatencyP99_ServerHangs_NeedsEjection() => Holds(
        With(new ScenarioEvent { At = Seconds(6), Do = EventKind.Hang, Servers = "server-2", For = Seconds(12) }) with
        {
            Settings = new()
            {
                AttemptTimeout = TimeSpan.FromMilliseconds(500),
                OverallTimeout = Seconds(10),
                ProbeTimeout = TimeSpan.FromMilliseconds(200),
                ProbeInterval = TimeSpan.FromMilliseconds(200),
            },
            Invariants = new() { LatencyP99 = TimeSpan.FromMilliseconds(450) },
        },
        scenario => scenario with { Settings = scenario.Settings with { Ejection = false, Probes = false } });

    private static ScenarioEvent Join => new() { At = Seconds(6.1), Do = EventKind.Join, Count = 2 };

    private static ScenarioEvent Kill(string server) => new() { At = Seconds(6), Do = EventKind.Kill, Servers = server };

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static Scenario With(params ScenarioEvent[] events) => Base with { Events = events };

    private static void Holds(Scenario scenario, Func<Scenario, Scenario> switchOff)
    {
        var (on, off) = (Run(scenario), Run(switchOff(scenario)));

        Assert.True(on.Holds, string.Join("; ", on.Invariants));
        Assert.True(off.Invariants.All(invariant => !invariant.Holds), string.Join("; ", off.Invariants));
    }

    private static ClusterResult Run(Scenario scenario) => new ClusterSimulation(scenario).Run(TestContext.Current.CancellationToken);
}
