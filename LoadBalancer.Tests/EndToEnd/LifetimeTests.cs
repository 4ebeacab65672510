using LoadBalancer.Aspire.Hosting.Stopping;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>Tests how the AppHost starts and ends in its own process.</summary>
[Collection(OneAtATime.Name)]
public sealed class LifetimeTests(RedisServer redis)
{
    private static readonly string[] TwoServers = ["--backends", "2", "--store", "embedded"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Start_WithoutLaunchSettings_IsReadyAndPrintsTheUrls()
    {
        await using var appHost = await RunningAppHost.StartAsync(TwoServers);

        Assert.Matches(
            @"^Ready: http://localhost:\d+/, dashboard http://localhost:\d+/, Aspire's dashboard http://localhost:\d+/login\?t=\w+$",
            appHost.ReadyLine);
        Assert.Equal((appHost.ReadyLine, 1), (appHost.Program.Lines[^1], appHost.Program.Lines.Count));
        Assert.Empty(appHost.Program.ErrorLines);
    }

    [Fact]
    public async Task Terminate_RunningCluster_EndsEveryProcessInOrderWithExitCode0()
    {
        await using var appHost = await RunningAppHost.StartAsync([.. TwoServers, "--verbose"]);
        await Load.SendAsync(appHost.Gateway, Load.Keys("key", 100), connections: 4);

        appHost.Program.Terminate();

        Assert.Equal(0, await appHost.Program.ExitCodeAsync());
        Assert.Equal("Stopped", appHost.Program.Lines[^1]);
        string[] ends = ["gateway", "backend", "dashboard"];
        Assert.Equal(ends, appHost.Program.Lines.Where(line => line.Contains(" | ", StringComparison.Ordinal)
            && line.EndsWith("Application is shutting down...", StringComparison.Ordinal))
            .Select(line => line.Split(' ', '-')[0]).Distinct(StringComparer.Ordinal));
        await appHost.NothingIsLeftAsync(Patience);
    }

    [Fact]
    public async Task Terminate_LongRequestInFlight_WaitsForTheResponse()
    {
        await using var appHost = await RunningAppHost.StartAsync(TwoServers);
        var slow = appHost.Gateway.PostAsync("/work?ms=12000", content: null, TestContext.Current.CancellationToken);
        await Load.SendAsync(appHost.Gateway, Load.Keys("key", 20), connections: 4);

        appHost.Program.Terminate();

        using var response = await slow;
        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(0, await appHost.Program.ExitCodeAsync());
    }

    [Fact]
    public async Task Terminate_Twice_KillsDrainingProcesses()
    {
        await using var appHost = await RunningAppHost.StartAsync(TwoServers);
        var slow = appHost.Gateway.PostAsync("/work?ms=30000", content: null, TestContext.Current.CancellationToken);
        await Load.SendAsync(appHost.Gateway, Load.Keys("key", 20), connections: 4);
        appHost.Program.Terminate();
        await appHost.Program.LineAsync(line => line.StartsWith("Stopping", StringComparison.Ordinal), "that it stops");
        await Assert.ThrowsAsync<TimeoutException>(() => slow.WaitAsync(StopSignals.EchoWindow * 2, TestContext.Current.CancellationToken));

        appHost.Program.Terminate();

        await Assert.ThrowsAsync<HttpRequestException>(() => slow)
            .WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(1, await appHost.Program.ExitCodeAsync());
        Assert.Contains("gateway has not stopped yet; killing it", appHost.Program.ErrorLines);
        await appHost.NothingIsLeftAsync(Patience);
    }

    [Fact]
    public async Task Kill_OfAspire_IsReportedAndEndsTheAppHost()
    {
        await using var appHost = await RunningAppHost.StartAsync(TwoServers);

        Kill("Aspire.Dashboard");
        await appHost.Program.UntilAsync("it is reported", () => Task.FromResult(
            appHost.Program.ErrorLines.Any(line => line.StartsWith("Aspire's dashboard has ended", StringComparison.Ordinal))), Patience);
        Assert.Equal(20, (await Load.SendAsync(appHost.Gateway, Load.Keys("key", 20), connections: 4)).Count);
        Kill("dcp run-controllers");

        Assert.Equal(1, await appHost.Program.ExitCodeAsync());
        Assert.Contains(
            "Aspire's orchestrator (dcp) and all processes that it started have ended: stopping everything", appHost.Program.ErrorLines);
        Assert.DoesNotContain(appHost.Program.ErrorLines, line => line.StartsWith("   at ", StringComparison.Ordinal));
        await appHost.NothingIsLeftAsync(Patience);

        void Kill(string command) => RunningProgram.Signal(
            appHost.Processes.First(process => process.Command.Contains(command, StringComparison.Ordinal)).Id, "KILL");
    }

    [Fact]
    public async Task Kill_OfTheAppHost_LeavesNoProcess()
    {
        await using var appHost = await RunningAppHost.StartAsync(TwoServers);
        Assert.Contains(appHost.Processes, process => process.Command.Contains("LoadBalancer.Backend.dll", StringComparison.Ordinal));

        RunningProgram.Signal(appHost.Program.Id, "KILL");
        await appHost.Program.ExitCodeAsync();

        await appHost.NothingIsLeftAsync(Patience);
    }

    [Fact]
    public async Task Terminate_ClusterOnARealRedis_CountsRequestsAndLeavesNoMember()
    {
        await using var cluster = await RunningCluster.StartAsync(backends: 3, redis: redis.ConnectionString);
        var placements = await Load.SendAsync(cluster.Gateway, Load.Keys("key", 3_000), connections: 16);

        var stats = await cluster.StatsAsync();
        Assert.Equal(3, placements.Values.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(3_000, stats.Total);
        Assert.All(
            placements.Values.GroupBy(id => id, StringComparer.Ordinal),
            group => Assert.Equal(group.Count(), stats.Of(group.Key).Requests));

        await cluster.StopAsync();
        var fields = await redis.Connection.GetDatabase().HashGetAllAsync("lb:{default}:v1:members");
        Assert.DoesNotContain(fields, field => field.Name.StartsWith("server:"));
    }
}
