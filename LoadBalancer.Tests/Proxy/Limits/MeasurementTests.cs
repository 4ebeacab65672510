using LoadBalancer.Proxy.Limits;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Limits;

/// <summary>Tests the measurements that detect overload.</summary>
public sealed class MeasurementTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    [Fact]
    public void Used_ThisProcess_IsAFractionOfItsMemory() => Assert.InRange(new ProcessMemory().Used(), double.Epsilon, 1);

    [Fact]
    public async Task Measure_PoolWithoutWork_FindsAThreadSoon()
    {
        var delay = new QueueDelay(TimeProvider.System, Interval);
        delay.Measure();

        await Eventually.TrueAsync(
            "an item of work has waited for less than a second",
            () => delay.Measure() is { Ticks: > 0 } waited && waited < TimeSpan.FromSeconds(1),
            Patience);
    }

    [Fact]
    public void Measure_NoThreadTakesTheWork_ReportsHowLongItHasWaited()
    {
        var time = new FakeTimeProvider();
        var delay = new QueueDelay(time, Interval, queue: _ => { });
        Assert.Equal(TimeSpan.Zero, delay.Measure());

        time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Equal(TimeSpan.FromSeconds(0.9), delay.Measure());
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1.9), delay.Measure());
    }

    [Fact]
    public void Measure_MeasuringThreadStalledToo_CountsOnlyOneInterval()
    {
        var time = new FakeTimeProvider();
        IThreadPoolWorkItem? queued = null;
        var delay = new QueueDelay(time, Interval, item => queued = item);
        delay.Measure();

        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(Interval, delay.Measure());
        queued!.Execute();
        time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(Interval * 2, delay.Measure());
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(Interval, delay.Measure());
    }

    [Fact]
    public void Measure_WorkIsTaken_ReportsHowLongItWaited()
    {
        var time = new FakeTimeProvider();
        IThreadPoolWorkItem? queued = null;
        var delay = new QueueDelay(time, Interval, item => queued = item);
        delay.Measure();
        time.Advance(TimeSpan.FromMilliseconds(7));
        queued!.Execute();
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromMilliseconds(7), delay.Measure());
    }
}
