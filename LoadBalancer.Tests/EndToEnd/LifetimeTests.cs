using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>How the AppHost starts and ends, as a process of its own.</summary>
[Collection(OneAtATime.Name)]
public sealed class LifetimeTests(RedisServer redis)
{
    private static readonly string[] TwoServers = ["--backends", "2", "--store", "embedded"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Start_WithoutLaunchSettings_IsReadyAndSaysWhere()
    {
        await using var appHost = await RunningAppHost.StartAsync(TwoServers);

        Assert.Matches(@"^Ready: http://localhost:\d+/, dashboard http://localhost:\d+/, Aspire's dashboard http://localhost:\d+/login\?t=\w+$", appHost.ReadyLine);
        Assert.Equal((appHost.ReadyLine, 1), (appHost.Program.Lines[^1], appHost.Program.Lines.Count));
        Assert.Empty(appHost.Program.ErrorLines);
    }

    [Fact]
    public async Task Terminate_ARunningCluster_EndsEveryProcessInOrderWithExitCode0()
    {
        await using var appHost = await RunningAppHost.StartAsync([.. TwoServers, "--verbose"]);
        await Load.SendAsync(appHost.Gateway, Load.Keys("key", 100), connections: 4);

        appHost.Program.Terminate();

        Assert.Equal(0, await appHost.Program.ExitCodeAsync());
        Assert.Equal("Stopped", appHost.Program.Lines[^1]);
        string[] ends = ["gateway", "backend", "dashboard"];
        Assert.Equal(ends, appHost.Program.Lines.Where(line => line.Contains(" | ", StringComparison.Ordinal) && line.EndsWith("Application is shutting down...", StringComparison.Ordinal))
            .Select(line => line.Split(' ', '-')[0]).Distinct(StringComparer.Ordinal));
        await appHost.NothingIsLeftAsync(Patience);
    }

    [Fact]
    public async Task Terminate_ALongRequestInFlight_LetsItFinish()
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
    public async Task Kill_OfTheAppHost_LeavesNothing()
    {
        await using var appHost = await RunningAppHost.StartAsync(TwoServers);
        Assert.Contains(appHost.Processes, process => process.Command.Contains("LoadBalancer.Backend.dll", StringComparison.Ordinal));

        RunningProgram.Signal(appHost.Program.Id, "KILL");
        await appHost.Program.ExitCodeAsync();

        await appHost.NothingIsLeftAsync(Patience);
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

        await cluster.StopAsync();
        var fields = await redis.Connection.GetDatabase().HashGetAllAsync("lb:{default}:v1:members");
        Assert.DoesNotContain(fields, field => field.Name.StartsWith("server:"));
    }
}
