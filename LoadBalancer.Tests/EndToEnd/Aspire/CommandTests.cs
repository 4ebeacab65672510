using Aspire.Hosting.ApplicationModel;
using LoadBalancer.Tests.Functional;

namespace LoadBalancer.Tests.EndToEnd.Aspire;

/// <summary>Tests the commands that Aspire's dashboard offers for a server.</summary>
[Collection(OneAtATime.Name)]
public sealed class CommandTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private const string Server = "backend-2";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private RunningCluster Cluster => shared.Cluster;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Drain_ThenActivate_TakesTheServerOutAndBackIn()
    {
        await SucceedsAsync("drain");
        await StateIsAsync("draining");
        var drained = await Load.SendAsync(Cluster.Gateway, Load.Keys("drained", 200), connections: 4);

        await SucceedsAsync("activate");
        await StateIsAsync("active");

        Assert.DoesNotContain(Server, drained.Values);
    }

    [Fact]
    public async Task Stop_ByCommand_StaysStoppedUntilItIsStarted()
    {
        var process = Cluster.ProcessOf(Server);

        await SucceedsAsync(KnownResourceCommands.StopCommand);
        await Cluster.UntilAsync("it has left", () => IsMemberAsync(expected: false), Patience);
        Assert.Equal(process, Cluster.ProcessOf(Server));
        Assert.False(ProcessLog.IsRunning(process));

        await SucceedsAsync(KnownResourceCommands.StartCommand);
        await Cluster.UntilAsync("it has joined", () => IsMemberAsync(expected: true), Patience);
        Assert.NotEqual(process, Cluster.ProcessOf(Server));
    }

    [Fact]
    public async Task Stop_ByCommandWithALongRequestInFlight_WaitsForTheResponse()
    {
        var key = (await Load.SendAsync(
            Cluster.Gateway, Load.Keys("long", 100), connections: 4)).First(placed => placed.Value is Server).Key;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/work?ms=12000");
        request.Headers.Add(GatewayHost.KeyHeader, key);
        var slow = Cluster.Gateway.SendAsync(request, Token);
        await Cluster.UntilAsync(
            "the request is in flight",
            async () => (await Cluster.StatsAsync()).Server(Server).GetProperty("inFlight").GetInt32() > 0,
            Patience);

        await SucceedsAsync(KnownResourceCommands.StopCommand);

        using var response = await slow;
        Assert.True(response.IsSuccessStatusCode);
        await SucceedsAsync(KnownResourceCommands.StartCommand);
        await Cluster.UntilAsync("it has joined", () => IsMemberAsync(expected: true), Patience);
    }

    [Fact]
    public async Task Restart_ByCommand_DrainsAndStartsAnotherProcess()
    {
        var process = Cluster.ProcessOf(Server);

        await SucceedsAsync(KnownResourceCommands.RestartCommand);

        await Cluster.UntilAsync(
            "another process serves", async () => Cluster.ProcessOf(Server) != process && await IsMemberAsync(expected: true), Patience);
        Assert.False(ProcessLog.IsRunning(process));
    }

    private async Task SucceedsAsync(string command)
    {
        var result = await Cluster.Commands.ExecuteCommandAsync(Server, command, Token);
        Assert.True(result.Success, result.Message);
    }

    private Task StateIsAsync(string state) => Cluster.UntilAsync(
        $"{Server} is {state} on every gateway",
        async () =>
        {
            var states = await Task.WhenAll(Enumerable.Range(0, Cluster.Gateways.Count).Select(Cluster.StatsAsync));
            return states.All(stats => stats.Server(Server).GetProperty("state").ValueEquals(state));
        },
        Patience);

    private async Task<bool> IsMemberAsync(bool expected) =>
        (await Cluster.StatsAsync()).Json.GetProperty("servers")
            .EnumerateArray()
            .Any(server => server.GetProperty("id").ValueEquals(Server)) == expected;
}
