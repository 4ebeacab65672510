using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.AppHost.Readiness;
using LoadBalancer.Tests.AppHost.Output;
using LoadBalancer.Tests.Aspire.Hosting;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.AppHost.Readiness;

public sealed class ReadinessWatcherTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedReadinessSource _source = new();
    private readonly RecordedLifetime _lifetime = new();
    private readonly RecordedOutput _output = new();
    private readonly ReadinessWatcher _watcher;

    public ReadinessWatcherTests()
    {
        _watcher = new(_source, new AppHostOptions { Backends = 2 }, new AppHostExit(_lifetime, _output), _output, _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _watcher.StopAsync(CancellationToken.None);
        _watcher.Dispose();
        _lifetime.Dispose();
    }

    [Fact]
    public async Task Everything_Ready_IsPrintedOnceWithTheAddresses()
    {
        SetEverythingHealthy();
        _source.SetUsable(2, 2);

        await _watcher.StartAsync(Token);
        await _watcher.ExecuteTask!.WaitAsync(Patience, Token);

        Assert.Equal(["Ready: http://localhost/, http://localhost:81/, dashboard http://localhost:59987/"], _output.AllLines);
    }

    [Fact]
    public async Task Everything_ReadyOnATerminal_IsPrintedAsABoxAfterTheStart()
    {
        var output = new RecordedOutput { Width = 120 };
        using var watcher = new ReadinessWatcher(
            _source, new AppHostOptions { Backends = 2, Gateways = 2 }, new AppHostExit(_lifetime, output), output, _time);
        SetEverythingHealthy();
        _source.SetUsable(2, 2);

        await watcher.StartAsync(Token);
        await watcher.ExecuteTask!.WaitAsync(Patience, Token);

        Assert.Equal("Starting 2 servers, 2 gateways and the dashboard …", output.AllLines.First());
        Assert.StartsWith("╭─ Ready ─", output.AllLines.ElementAt(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_BecomesReadyLater_IsPrintedThen()
    {
        await _watcher.StartAsync(Token);
        await AdvanceUntilAsync("it has polled a few times", () => _source.Rounds > 3);
        Assert.Empty(_output.AllLines);

        SetEverythingHealthy();
        _source.SetUsable(2, 2);
        await AdvanceUntilAsync("it is ready", () => _watcher.ExecuteTask!.IsCompleted);

        Assert.Equal(["Ready: http://localhost/, http://localhost:81/, dashboard http://localhost:59987/"], _output.AllLines);
    }

    [Fact]
    public async Task Server_MissingAfterThePatience_IsPrintedWithReady()
    {
        SetEverythingHealthy();
        _source.SetUsable(2, 1);
        await _watcher.StartAsync(Token);
        await UntilAsync("it has polled once", () => _source.Rounds >= 1);
        Assert.Empty(_output.AllLines);

        await AdvanceUntilAsync("it is ready", () => _output.Lines.Any());

        Assert.Equal(
            ["Ready: http://localhost/, http://localhost:81/, dashboard http://localhost:59987/ (gateway-2 can use 1 of 2 servers)"],
            _output.AllLines);

        var rounds = _source.Rounds;
        await AdvanceUntilAsync("it has polled again", () => _source.Rounds > rounds + 3);
        Assert.Single(_output.AllLines);
        _source.SetUsable(2, 2);
        await AdvanceUntilAsync("nothing is missing", () => _watcher.ExecuteTask!.IsCompleted);
        Assert.Equal("Everything is healthy now", _output.AllLines.Last());
    }

    [Fact]
    public async Task Dashboard_NotHealthyAfterThePatience_IsPrintedWithReady()
    {
        _source.SetHealthy("redis", "gateway", "gateway-2");
        _source.SetUsable(2, 2);
        await _watcher.StartAsync(Token);

        await AdvanceUntilAsync("it is ready", () => _output.Lines.Any());

        Assert.EndsWith(" (dashboard is not healthy)", Assert.Single(_output.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gateway_UnresponsiveForLong_CausesOneWarningAndIsAwaited()
    {
        SetEverythingHealthy();
        _source.SetUsable(2, null);
        await _watcher.StartAsync(Token);
        await AdvanceUntilAsync("it warns", () => _output.ErrorLines.Any());
        var rounds = _source.Rounds;
        await AdvanceUntilAsync("it has polled again", () => _source.Rounds > rounds + 3);

        _source.SetUsable(2, 2);
        await AdvanceUntilAsync("it is ready", () => _watcher.ExecuteTask!.IsCompleted);

        Assert.Equal(
            ["Warning: not ready after 60 s, waiting for: gateway-2 does not respond with 200 at /healthcheck"], _output.ErrorLines);
        Assert.StartsWith("Ready: ", Assert.Single(_output.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gateway_UnresponsiveForLessThanAMinute_CausesNoWarning()
    {
        await _watcher.StartAsync(Token);
        await UntilAsync("it has polled once", () => _source.Rounds >= 1);

        _time.Advance(ReadinessWatcher.Overdue - TimeSpan.FromTicks(1));
        await UntilAsync("it has polled again", () => _source.Rounds >= 2);

        Assert.Empty(_output.AllLines);
    }

    [Fact]
    public async Task Application_Stopping_PrintsNothing()
    {
        await _watcher.StartAsync(Token);
        await UntilAsync("it has polled once", () => _source.Rounds >= 1);

        await _watcher.StopAsync(Token);

        await _watcher.ExecuteTask!.WaitAsync(Patience, Token);
        Assert.Empty(_output.AllLines);
    }

    private static Task UntilAsync(string what, Func<bool> condition) => Eventually.TrueAsync(what, condition, Patience);

    private void SetEverythingHealthy() => _source.SetHealthy("redis", "gateway", "gateway-2", "dashboard");

    private Task AdvanceUntilAsync(string what, Func<bool> condition) => UntilAsync(what, () =>
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return condition();
    });
}
