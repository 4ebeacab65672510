using LoadBalancer.AppHost.Launcher;
using LoadBalancer.AppHost.Topology;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.AppHost.Launcher;

public sealed class SupervisorTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(35);

    private readonly FakeTimeProvider _time = new();
    private readonly RecordedOutput _output = new();

    [Fact]
    public async Task StopAsync_OneProject_LeavesTheOthersRunning()
    {
        var runner = new ScriptedChildRunner();
        await using var supervisor = await StartAsync(runner, ResourceSamples.Backend, ResourceSamples.Gateway);

        await supervisor.StopAsync(Project.Gateway, Deadline, CancellationToken.None);

        Assert.Throws<InvalidOperationException>(() => supervisor.Start(ResourceSamples.Backend));
        supervisor.Start(ResourceSamples.Gateway);
        Assert.Empty(_output.ErrorLines);
    }

    [Fact]
    public async Task StopAsync_OneName_LeavesTheOthersRunningAndMayBeStartedAgain()
    {
        var runner = new ScriptedChildRunner();
        await using var supervisor = await StartAsync(runner, ResourceSamples.Topology.Backends[0], ResourceSamples.Topology.Backends[1]);

        await supervisor.StopAsync("backend-2", Deadline, CancellationToken.None);
        await supervisor.StopAsync("backend-9", Deadline, CancellationToken.None);

        Assert.Throws<InvalidOperationException>(() => supervisor.Start(ResourceSamples.Topology.Backends[0]));
        supervisor.Start(ResourceSamples.Topology.Backends[1]);
        Assert.Equal("backend-2", (await runner.NextAsync()).Name);
    }

    [Fact]
    public async Task StopAsync_DeadlineMissed_KillsAndSaysSo()
    {
        await using var supervisor = await StartAsync(new ScriptedChildRunner(stubborn: true), ResourceSamples.Backend);

        var stopping = supervisor.StopAsync(Project.Backend, Deadline, CancellationToken.None);
        Assert.False(stopping.IsCompleted);
        await AdvanceUntilAsync(stopping);

        Assert.Equal(["backend-1 did not stop within 35 s, killing it"], _output.ErrorLines);
    }

    [Fact]
    public async Task StopAsync_ToldToKill_KillsAtOnce()
    {
        using var killNow = new CancellationTokenSource();
        await using var supervisor = await StartAsync(new ScriptedChildRunner(stubborn: true), ResourceSamples.Backend);

        var stopping = supervisor.StopAsync(Project.Backend, Deadline, killNow.Token);
        await killNow.CancelAsync();
        await stopping;

        Assert.Equal(["backend-1 did not stop yet, killing it"], _output.ErrorLines);
    }

    [Fact]
    public async Task DisposeAsync_ChildrenRunning_LeavesNone()
    {
        var supervisor = await StartAsync(new ScriptedChildRunner(stubborn: true), ResourceSamples.Backend, ResourceSamples.Gateway);

        await supervisor.DisposeAsync();

        Assert.Equal(2, _output.ErrorLines.Count());
    }

    [Fact]
    public async Task Fatal_GatewayCannotStart_IsItsCode()
    {
        var runner = new ScriptedChildRunner();
        await using var supervisor = new Supervisor(runner, _output, _time);
        supervisor.Start(ResourceSamples.Gateway);

        (await runner.NextAsync()).Exit(2);

        Assert.Equal(2, await supervisor.Fatal);
    }

    [Fact]
    public async Task MarkReady_GatewayDiesThen_IsNotFatal()
    {
        var runner = new ScriptedChildRunner();
        await using var supervisor = new Supervisor(runner, _output, _time);
        supervisor.Start(ResourceSamples.Gateway);
        var gateway = await runner.NextAsync();

        supervisor.MarkReady("gateway-1");
        gateway.Exit(1);
        await supervisor.StopAsync(Project.Gateway, Deadline, CancellationToken.None);

        Assert.False(supervisor.Fatal.IsCompleted);
    }

    private async Task<Supervisor> StartAsync(ScriptedChildRunner runner, params ProjectResource[] resources)
    {
        var supervisor = new Supervisor(runner, _output, _time);

        foreach (var resource in resources)
        {
            supervisor.Start(resource);
            await runner.NextAsync();
        }

        return supervisor;
    }

    private async Task AdvanceUntilAsync(Task done)
    {
        while (!done.IsCompleted)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            _time.Advance(Deadline);
            await Task.Yield();
        }

        await done;
    }
}
