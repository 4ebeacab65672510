using LoadBalancer.AppHost.Launcher;
using LoadBalancer.AppHost.Topology;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.AppHost.Launcher;

public sealed class ReadinessWatcherTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedHealthProbe _probe = new();
    private readonly RecordedOutput _output = new();
    private readonly List<string> _answered = [];

    [Fact]
    public async Task RunAsync_AllServe_SaysReadyOnceWithTheUrls()
    {
        _probe.Answer("gateway-1", 2);
        _probe.Answer("gateway-2", 2);

        await Watch(ResourceSamples.Topology, TestContext.Current.CancellationToken);

        Assert.Equal(["Ready: http://localhost:8080/, http://localhost:8081/, dashboard http://localhost:59987/"], _output.Lines);
        Assert.Equal(["dashboard", "gateway-1", "gateway-2"], _answered);
    }

    [Fact]
    public async Task RunAsync_Port80_IsLeftOutOfTheUrl()
    {
        _probe.Answer("gateway-1", 3);

        await Watch(ClusterTopology.Describe(new TopologyOptions()), TestContext.Current.CancellationToken);

        Assert.Equal(["Ready: http://localhost/, dashboard http://localhost:59987/"], _output.Lines);
    }

    [Fact]
    public async Task RunAsync_ServerMissingAfterThePatience_SaysReadyAndWhatIsMissing()
    {
        _probe.Answer("gateway-1", 2);
        _probe.Answer("gateway-2", 1);

        var watching = Watch(ResourceSamples.Topology, TestContext.Current.CancellationToken);
        Assert.Empty(_output.Lines);
        _time.Advance(Readiness.Patience);
        await watching.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["Ready: http://localhost:8080/, http://localhost:8081/, dashboard http://localhost:59987/ (gateway-2 can use 1 of 2 servers)"], _output.Lines);
    }

    [Fact]
    public async Task RunAsync_DashboardSilentAfterThePatience_SaysReadyAndGoesOnUntilItAnswers()
    {
        _probe.HasDashboard = false;
        _probe.Answer("gateway-1", 2);
        _probe.Answer("gateway-2", 2);

        var watching = Watch(ResourceSamples.Topology, TestContext.Current.CancellationToken);
        Assert.Empty(_output.Lines);
        await AdvanceUntilAsync(() => _output.Lines.Any());
        Assert.EndsWith("(dashboard does not answer 200 at /healthcheck)", Assert.Single(_output.Lines), StringComparison.Ordinal);
        Assert.DoesNotContain("dashboard", _answered);
        _probe.HasDashboard = true;
        await AdvanceUntilAsync(() => watching.IsCompleted);

        await watching;
        Assert.Contains("dashboard", _answered);
        Assert.Single(_output.Lines);
    }

    [Fact]
    public async Task RunAsync_NotReadyForLong_WarnsOnceAndGoesOnWaiting()
    {
        var watching = Watch(ResourceSamples.Topology, TestContext.Current.CancellationToken);

        await AdvanceUntilAsync(() => _output.ErrorLines.Any());
        _time.Advance(ReadinessWatcher.Overdue);
        _probe.Answer("gateway-1", 2);
        _probe.Answer("gateway-2", 2);
        await AdvanceUntilAsync(() => watching.IsCompleted);
        await watching;

        Assert.StartsWith("Warning: not ready after 60 s, waiting on: gateway-1 does not answer", Assert.Single(_output.ErrorLines), StringComparison.Ordinal);
        Assert.StartsWith("Ready: ", Assert.Single(_output.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Stopped_SaysNothing()
    {
        using var stop = new CancellationTokenSource();
        var watching = Watch(ResourceSamples.Topology, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        Assert.Empty(_output.Lines);
    }

    private Task Watch(ClusterTopology topology, CancellationToken stop) =>
        new ReadinessWatcher(topology, _probe, _answered.Add, _output, _time).RunAsync(stop);

    private async Task AdvanceUntilAsync(Func<bool> reached)
    {
        while (!reached())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromSeconds(20));
            await Task.Yield();
        }
    }
}
