using LoadBalancer.Core.Hashing.Ring;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>Tests a cluster as users start it.</summary>
[Collection(OneAtATime.Name)]
public sealed class ClusterTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private const int Requests = 20_000;
    private const int Connections = 64;

    // With so few requests in flight, no server is ever skipped because of its load, even if gateways lack each other's figures.
    private const int FewConnections = 16;

    private const int FullPoints = 3 * ServerRules.DefaultWeight * RingLayout.PointsPerWeight;
    private static readonly string[] Servers = ["backend-1", "backend-2", "backend-3"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private RunningCluster Cluster => shared.Cluster;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_WithoutOtherSoftware_IsReadyAndPrintsTheUrls()
    {
        Assert.All(
            Cluster.Gateways, gateway => Assert.Contains($":{gateway.BaseAddress!.Port}/", Cluster.ReadyLine, StringComparison.Ordinal));

        Assert.Matches(
            """^\{"message":"Hello from Server: ID backend-[123]","status":"successful"\}$""",
            await Cluster.Gateway.GetStringAsync("/", Token));
        Assert.Matches(
            """^\{"status":"Healthy","servers":3,"usable":3,"store":"connected","storeSince":"[^"]+","membership":"current"\}$""",
            await Cluster.Gateway.GetStringAsync("/healthcheck", Token));
        Assert.Equal(Servers, (await Cluster.StatsAsync()).Json.GetProperty("servers").EnumerateArray().Select(
            server => server.GetProperty("id").GetString()!));
    }

    [Fact]
    public async Task Requests_ManyAtOnce_SucceedSpreadEvenlyAndAreCountedExactly()
    {
        // Equal loads through both gateways by an earlier test would look like agreement before the gateways have exchanged them.
        await Load.SendAsync(Cluster.Gateway, Load.Keys("odd", 7), FewConnections);
        await GatewaysAgreeAsync();
        var before = await Cluster.StatsAsync();

        var placements = await Load.SendAsync(Cluster.Gateway, Load.Keys("many", Requests), Connections);

        var mean = Requests / (double)Servers.Length;
        Assert.All(Servers, id => Assert.InRange(placements.Values.Count(server => Is(server, id)), mean * 0.85, mean * 1.15));

        // The gateway counts a request after its response, so the last one may not be counted when its client reads this.
        await Cluster.UntilAsync(
            "all requests are counted", async () => (await Cluster.StatsAsync()).Total >= before.Total + Requests, Patience);
        var after = await Cluster.StatsAsync();
        Assert.Equal(before.Total + Requests, after.Total);
        Assert.All(
            Servers, id => Assert.Equal(before.Of(id).Requests + placements.Values.Count(server => Is(server, id)), after.Of(id).Requests));
        Assert.All(Servers, id => Assert.Equal(before.Of(id).Failures, after.Of(id).Failures));
        await GatewaysAgreeAsync();
        Assert.Equal(after.Total, (await Cluster.StatsAsync(gateway: 1)).Total);
    }

    [Fact]
    public async Task Requests_WithTheSameKey_ReachTheSameServerThroughEveryGateway()
    {
        var keys = Load.Keys("same", 1_000);

        var first = await Load.SendAsync(Cluster.Gateways[0], keys, FewConnections);
        var second = await Load.SendAsync(Cluster.Gateways[1], keys, FewConnections);
        var again = await Load.SendAsync(Cluster.Gateways[0], keys, FewConnections);

        Assert.All(keys, key => Assert.Equal((first[key], first[key]), (second[key], again[key])));
        Assert.Equal((await Cluster.StatsAsync(gateway: 0)).Digest, (await Cluster.StatsAsync(gateway: 1)).Digest);
    }

    [Fact]
    public async Task Server_StartedByHand_JoinsTakesItsShareAndLeavesWithoutAFailedRequest()
    {
        var keys = Load.Keys("moving", 5_000);
        await PointsAreAsync(FullPoints);
        var before = await Load.SendAsync(Cluster.Gateway, keys, FewConnections);

        await using var server = Cluster.StartServer("by-hand");
        await server.LineAsync(line => line.Contains("registered", StringComparison.Ordinal), "the server has registered");
        var registeredAt = server.Running;
        await server.UntilAsync("the server is in the ring", async () => await PointsAsync() > FullPoints, TimeSpan.FromSeconds(2));
        TestContext.Current.SendDiagnosticMessage(
            $"Registered {registeredAt} after the start of its process, in effect {server.Running - registeredAt} later");
        await PointsAreAsync(FullPoints / Servers.Length * (Servers.Length + 1));

        var after = await Load.SendAsync(Cluster.Gateway, keys, FewConnections);
        var moved = keys.Where(key => !Is(before[key], after[key])).ToArray();
        Assert.Equal(["by-hand"], moved.Select(key => after[key]).Distinct(StringComparer.Ordinal));
        Assert.InRange(moved.Length, keys.Length * 0.15, keys.Length * 0.27);

        await using var load = new ContinuousLoad(Cluster.Gateway.BaseAddress!);
        await server.UntilAsync("the load is running", () => Task.FromResult(load.Sent > 200), Patience);
        server.Terminate();
        Assert.Equal(0, await server.ExitCodeAsync());
        var sent = load.Sent;
        await server.UntilAsync("the load continues", () => Task.FromResult(load.Sent > sent + 200), Patience);
        await load.StopAsync();

        Assert.Empty(load.Failures);
        Assert.Equal(before, await Load.SendAsync(Cluster.Gateway, keys, FewConnections));
    }

    [Fact]
    public async Task Server_Killed_CausesFailuresForAtMostASecondAndReturns()
    {
        var before = await Cluster.StateOfAsync("backend-2");
        await using var load = new ContinuousLoad(Cluster.Gateway.BaseAddress!);
        await Cluster.UntilAsync("the load is running", () => Task.FromResult(load.Sent > 200), Patience);

        var killedAt = load.Elapsed;
        RunningProgram.Signal(before.Process, "KILL");
        await Cluster.UntilAsync(
            "a new process is in its place and serves", () => Cluster.IsReplacedAsync("backend-2", before), TimeSpan.FromSeconds(10));
        TestContext.Current.SendDiagnosticMessage(
            $"Back {load.Elapsed - killedAt} after it was killed; {load.Failures.Count} of {load.Sent} requests failed");
        await PointsAreAsync(FullPoints);
        await load.StopAsync();

        Assert.NotEqual(before.Process, Cluster.ProcessOf("backend-2"));
        Assert.DoesNotContain(load.Failures, failure => failure.At > killedAt + TimeSpan.FromSeconds(1));
    }

    private static bool Is(string? one, string? other) => string.Equals(one, other, StringComparison.Ordinal);

    private async Task<int> PointsAsync() => (await Cluster.StatsAsync()).Json.GetProperty("ring").GetProperty("points").GetInt32();

    private Task PointsAreAsync(int points) => Cluster.UntilAsync(
        $"the ring has {points} points", async () => await PointsAsync() == points, SharedCluster.SlowStart + Patience);

    private Task GatewaysAgreeAsync() => Cluster.UntilAsync(
        "both gateways know the same "
        + "counts", async () => (await Cluster.StatsAsync(0)).Total == (await Cluster.StatsAsync(1)).Total, Patience);
}
