using LoadBalancer.AppHost.Launcher;
using LoadBalancer.AppHost.Topology;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.AppHost.Launcher;

public sealed class SupervisedChildTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedChildRunner _runner = new();
    private readonly RecordedOutput _output = new();

    [Fact]
    public async Task RunAsync_UnexpectedDeath_IsReportedAndReplacedAfterTheDelay()
    {
        using var child = Child(ResourceSamples.Backend);
        var running = child.RunAsync();

        (await _runner.NextAsync()).Exit(137);
        await ReportedAsync(1);
        Assert.False(_runner.HasStartedAnother);
        _time.Advance(RestartBackoff.First);

        Assert.Equal("backend-1", (await _runner.NextAsync()).Name);
        Assert.Matches(@"^backend-1 .+, restarting in 250 ms$", Assert.Single(_output.ErrorLines));
        await child.StopAsync();
        Assert.Null(await running);
    }

    [Fact]
    public async Task RunAsync_DeathAfterALongLife_IsReplacedAsAtFirst()
    {
        using var child = Child(ResourceSamples.Backend);
        var running = child.RunAsync();

        (await _runner.NextAsync()).Exit(1);
        await ReportedAsync(1);
        _time.Advance(RestartBackoff.First);
        var second = await _runner.NextAsync();
        _time.Advance(RestartBackoff.Proof);
        second.Exit(1);
        await ReportedAsync(2);

        Assert.All(_output.ErrorLines, line => Assert.EndsWith("restarting in 250 ms", line, StringComparison.Ordinal));
        await child.StopAsync();
        Assert.Null(await running);
    }

    [Fact]
    public async Task StopAsync_WhileWaitingToRestart_StartsNothingMore()
    {
        using var child = Child(ResourceSamples.Backend);
        var running = child.RunAsync();
        (await _runner.NextAsync()).Exit(1);
        await ReportedAsync(1);

        await child.StopAsync();

        Assert.Null(await running);
        Assert.False(_runner.HasStartedAnother);
    }

    [Fact]
    public async Task StopAsync_BeforeTheStart_StartsNothing()
    {
        using var child = Child(ResourceSamples.Backend);

        await child.StopAsync();

        Assert.Null(await child.RunAsync());
        Assert.False(_runner.HasStartedAnother);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task RunAsync_GatewayThatCannotStart_EndsWithItsCode(int code)
    {
        using var child = Child(ResourceSamples.Gateway);
        var running = child.RunAsync();

        (await _runner.NextAsync()).Exit(code);

        Assert.Equal(code, await running);
    }

    [Fact]
    public async Task RunAsync_GatewayThatWasReady_IsReplaced()
    {
        using var child = Child(ResourceSamples.Gateway);
        var running = child.RunAsync();
        child.MarkReady();

        (await _runner.NextAsync()).Exit(1);
        await ReportedAsync(1);
        _time.Advance(RestartBackoff.First);
        await _runner.NextAsync();

        await child.StopAsync();
        Assert.Null(await running);
    }

    private SupervisedChild Child(ProjectResource resource) => new(resource, _runner, _output, _time);

    private async Task ReportedAsync(int deaths)
    {
        while (_output.ErrorLines.Count() < deaths)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
