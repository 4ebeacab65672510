using LoadBalancer.AppHost.Launcher;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.AppHost.Launcher;

public sealed class StopSignalsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Receive_First_AsksToStopOnly()
    {
        using var signals = new StopSignals(_time);

        signals.Receive();

        await CancelledAsync(signals.Stop);
        Assert.False(signals.Kill.IsCancellationRequested);
    }

    [Fact]
    public void Receive_EchoOfTheFirst_ChangesNothing()
    {
        using var signals = new StopSignals(_time);

        signals.Receive();
        _time.Advance(StopSignals.EchoWindow - TimeSpan.FromTicks(1));
        signals.Receive();

        Assert.False(signals.Kill.IsCancellationRequested);
    }

    [Fact]
    public async Task Receive_Second_AsksToKill()
    {
        using var signals = new StopSignals(_time);

        signals.Receive();
        _time.Advance(StopSignals.EchoWindow);
        signals.Receive();

        await CancelledAsync(signals.Kill);
    }

    private static async Task CancelledAsync(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource();
        await using var registration = token.Register(cancelled.SetResult);
        await cancelled.Task.WaitAsync(TestContext.Current.CancellationToken);
    }
}
