using LoadBalancer.Aspire.Hosting.Stopping;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Aspire.Hosting.Stopping;

public sealed class StopSignalsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();

    private readonly RecordedLifetime _lifetime = new();

    public void Dispose() => _lifetime.Dispose();

    [Fact]
    public void Receive_First_StopsTheApplicationOnly()
    {
        using var signals = new StopSignals(_lifetime, _time);

        signals.Receive();

        Assert.True(_lifetime.IsStopping);
        Assert.False(signals.Kill.IsCancellationRequested);
    }

    [Fact]
    public void Receive_EchoOfTheFirst_ChangesNothing()
    {
        using var signals = new StopSignals(_lifetime, _time);

        signals.Receive();
        _time.Advance(StopSignals.EchoWindow - TimeSpan.FromTicks(1));
        signals.Receive();

        Assert.False(signals.Kill.IsCancellationRequested);
    }

    [Fact]
    public async Task Receive_Second_RequestsTheKill()
    {
        using var signals = new StopSignals(_lifetime, _time);

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
