using System.Diagnostics;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.Aspire.Hosting.Stopping;
using LoadBalancer.Tests.AppHost.Output;
using LoadBalancer.Tests.Aspire.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.AppHost.Exits;

public sealed class OrchestratorWatchTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly RecordedLifetime _lifetime = new();
    private readonly RecordedOutput _output = new();
    private readonly Process _running = Process.Start("sleep", "120");
    private readonly Process _gone = Process.Start("true");
    private UnstartedApplication _application = null!;
    private StopSignals _signals = null!;
    private OrchestratorWatch _watch = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _gone.WaitForExitAsync(Token);
        var builder = UnstartedApplication.CreateBuilder();
        builder.AddExecutable("gateway", "never-started", ".");
        builder.AddExecutable("backend-1", "never-started", ".");
        _application = UnstartedApplication.Build(builder);
        _signals = new StopSignals(_lifetime, _time);
        _watch = _application.Create<OrchestratorWatch>(_signals, new AppHostExit(_lifetime, _output), _time);
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.StopAsync(Token);
        _watch.Dispose();
        _signals.Dispose();
        _lifetime.Dispose();
        await _application.DisposeAsync();
        _running.Kill();
        _running.Dispose();
        _gone.Dispose();
    }

    [Fact]
    public async Task Watch_AllRunningProcessesGone_StopsEverything()
    {
        await _application.SetStateAsync("gateway", KnownResourceStates.Running, processId: _gone.Id);
        await _application.SetStateAsync("backend-1", KnownResourceStates.Running, processId: _gone.Id);

        await LookAsync(OrchestratorWatch.Proof);

        await UnstartedApplication.UntilAsync("everything is killed", () => _signals.Kill.IsCancellationRequested);
        Assert.True(_lifetime.IsStopping);
        Assert.Equal(["Aspire's orchestrator (dcp) and all processes that it started have ended: stopping everything"], _output.ErrorLines);
    }

    [Theory]
    [InlineData("Running", true)]
    [InlineData("Finished", false)]
    public async Task Watch_OneProcessRunsOrNoneShould_Continues(string state, bool isRunning)
    {
        await _application.SetStateAsync("gateway", state, processId: _gone.Id);
        await _application.SetStateAsync("backend-1", state, processId: isRunning ? _running.Id : _gone.Id);

        await LookAsync(OrchestratorWatch.Proof * 2);

        Assert.False(_lifetime.IsStopping);
        Assert.Empty(_output.ErrorLines);
    }

    /// <summary>Advances the time until the watch has made the given number of checks.</summary>
    private async Task LookAsync(int times)
    {
        await _watch.StartAsync(Token);
        await UnstartedApplication.UntilAsync("it has polled", () =>
        {
            _time.Advance(OrchestratorWatch.Interval);
            return _watch.Looks >= times;
        });
    }
}
