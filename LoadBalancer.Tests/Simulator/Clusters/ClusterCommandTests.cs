using CliWrap;
using CliWrap.Buffered;
using LoadBalancer.Simulator;
using LoadBalancer.Simulator.Clusters.Scenarios;

namespace LoadBalancer.Tests.Simulator.Clusters;

public sealed class ClusterCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cluster-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("steady")]
    [InlineData("hot-key")]
    [InlineData("rolling-restart")]
    [InlineData("zone-loss")]
    [InlineData("redis-outage")]
    [InlineData("split-brain")]
    public async Task Cluster_ShippedScenario_Holds(string name)
    {
        var run = await SimulatorRun.RunAsync("cluster", name);

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.DoesNotContain(" NO", run.Output, StringComparison.Ordinal);
    }

    /// <summary>
    /// Runs the simulator in its own process, whose settings limit the heap to 4.5 GiB. The first scenario takes half a minute, the second
    /// a minute or more.
    /// </summary>
    [Theory]
    [InlineData("thundering-join")]
    [InlineData("large")]
    public async Task Cluster_LargeShippedScenario_Holds(string name)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("LB_SIMULATE_LARGE") == "1", "LB_SIMULATE_LARGE is not 1.");

        var run = await Cli.Wrap("dotnet").WithArguments([typeof(SimulatorCommand).Assembly.Location, "cluster", name])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
    }

    [Fact]
    public async Task Cluster_EveryShippedScenario_IsAllowedAndListed()
    {
        var run = await SimulatorRun.RunAsync("cluster", "--list");

        Assert.Equal(8, ScenarioReader.Shipped.Count);
        Assert.All(ScenarioReader.Shipped, name => Assert.Contains(name, run.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[red]not markup")]
    public async Task Cluster_WithATerminal_ShowsProgressAndTheResult(string description)
    {
        using var streams = new MemoryStream();
        await using var text = new StringWriter();
        await using var error = new StringWriter();

        var exitCode = await SimulatorCommand.RunAsync(
            ["cluster", Write($$"""{ "duration": "30s", "description": "{{description}}" }""")],
            new(streams, streams, text, error, IsTerminal: true, ShowsProgress: true),
            TestContext.Current.CancellationToken);

        Assert.Equal(0, exitCode);
        Assert.Contains(description, text.ToString(), StringComparison.Ordinal);
        Assert.Contains(description.Length > 0 ? description : "working", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cluster_BrokenInvariant_ExitsWith1AndNamesIt()
    {
        var run = await SimulatorRun.RunAsync(
            "cluster",
            Write("""{ "duration": "5s", "load": { "rate": 50 }, "invariants": { "latencyP99": "1ms", "failedRequests": 0 } }"""));

        Assert.Equal(1, run.ExitCode);
        Assert.Matches(@"(?m)^latencyP99 +1 +\S+ +NO", run.Output);
        Assert.Matches(@"(?m)^failedRequests +0 +0 +yes", run.Output);
    }

    [Fact]
    public async Task Cluster_SeedAndOut_DrawADifferentCourse()
    {
        var scenario = Write(
            """
            { "duration": "5s", "load": { "rate": 100 },
              "events": [ { "at": "2s", "do": "kill", "servers": "server-1" } ], /* a comment */ }
            """);
        var (png, svg) = (Path.Combine(_folder, "a.png"), Path.Combine(_folder, "a.svg"));

        var run = await SimulatorRun.RunAsync("cluster", scenario, "--seed", "9", "--out", png, "--out", svg, "--json");

        Assert.Equal((0, 9), (run.ExitCode, run.Json.GetProperty("seed").GetInt32()));
        Assert.True(new FileInfo(png).Length > 10_000);
        var drawn = await File.ReadAllTextAsync(svg, TestContext.Current.CancellationToken);
        Assert.Contains($">Simulation: {Path.GetFileNameWithoutExtension(scenario)}</text>", drawn, StringComparison.Ordinal);
        Assert.Contains(">Kill: server-1</text>", drawn, StringComparison.Ordinal);
        Assert.Contains(">Failed requests</text>", drawn, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("No scenario given: specify a file or one of hot-key, large", "cluster")]
    [InlineData("Unknown scenario 'nowhere': specify a file or one of", "cluster", "nowhere")]
    [InlineData("The number '-1' is not allowed: --seed must be 0 to 2147483647.", "cluster", "steady", "--seed", "-1")]
    [InlineData("The file 'a.html' is not allowed: --out must end in .png, .svg.", "cluster", "steady", "--out", "a.html")]
    [InlineData("--out: the directory '/nowhere' does not exist.", "cluster", "steady", "--out", "/nowhere/a.png")]
    public async Task Cluster_BadArguments_IsOneLineAndExitCodeTwo(string named, params string[] args) =>
        (await SimulatorRun.RunAsync(args)).AssertRejected(named);

    [Theory]
    [InlineData("""{ "duration": "0s" }""", "duration is 0s; allowed: 1s to 24h.")]
    [InlineData("""{ "duration": 5 }""", "is not a duration: it must be a number with a unit (us, ms, s, m or h)")]
    [InlineData("""{ "durations": "5s" }""", "durations")]
    [InlineData("""{ "gateways": 0 }""", "gateways is 0; allowed: 1 to 1000.")]
    [InlineData("""{ "servers": { "count": 20000 } }""", "servers.count is 20000; allowed: 1 to 16384.")]
    [InlineData(
        """{ "servers": { "service": "gauss:5ms" } }""", "servers.service is 'gauss:5ms'; allowed: constant:TIME, uniform:TIME:TIME")]
    [InlineData("""{ "servers": { "prefix": "a b" } }""", "servers.prefix is 'a b'")]
    [InlineData("""{ "servers": null }""", "servers")]
    [InlineData("""{ "load": { "rate": 0 } }""", "load.rate is 0; allowed: 0.01 to 1000000.")]
    [InlineData("""{ "load": { "arrivals": "never" } }""", "load.arrivals is 'never'; allowed: poisson or constant.")]
    [InlineData("""{ "load": { "keys": "file:/etc/passwd" } }""", "load.keys is 'file:/etc/passwd'")]
    [InlineData("""{ "load": { "idempotent": 1.5 } }""", "load.idempotent is 1.5; allowed: 0 to 1.")]
    [InlineData("""{ "settings": { "loadFactor": 0.5 } }""", "settings.loadFactor is 0.5; allowed: 1 to 100.")]
    [InlineData("""{ "settings": { "algorithm": "best" } }""", "Unknown value 'best': it must be one of ring, maglev, rendezvous, ketama.")]
    [InlineData("""{ "events": [ { "at": "1s", "do": "explode" } ] }""", "Unknown value 'explode': it must be one of kill, vanish, hang")]
    [InlineData("""{ "events": [ { "do": "kill" } ] }""", "at")]
    [InlineData("""{ "events": [ { "at": "2m", "do": "kill", "servers": "all" } ] }""", "events[0].at is 2m; allowed: 0s to 1m.")]
    [InlineData("""{ "events": [ { "at": "1s", "do": "kill" } ] }""", "events[0].servers is missing: this event needs servers.")]
    [InlineData(
        """{ "events": [ { "at": "1s", "do": "kill", "servers": "server-9" } ] }""",
        "events[0].servers is 'server-9'; allowed: all, zone:Z with Z from 1 to 1, random:N, or ids such as server-1")]
    [InlineData(
        """{ "events": [ { "at": "1s", "do": "partition", "gateways": "3", "for": "1s" } ] }""",
        "events[0].gateways is '3'; allowed: random:N, or numbers from 1 to 2")]
    [InlineData(
        """{ "events": [ { "at": "1s", "do": "hang", "servers": "all" } ] }""", "events[0].for is missing: this event needs servers, for.")]
    [InlineData("[]", "")]
    [InlineData("{", "")]
    public async Task Cluster_BadScenario_IsNamedWithWhatIsAllowed(string scenario, string named) =>
        (await SimulatorRun.RunAsync("cluster", Write(scenario))).AssertRejected(named);

    private string Write(string scenario)
    {
        var path = Path.Combine(_folder, "scenario.json");
        File.WriteAllText(path, scenario);
        return path;
    }
}
