using LoadBalancer.Gateway.Limits;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Gateway.Limits;

/// <summary>What overload is measured by.</summary>
public sealed class MeasurementTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Used_ThisProcess_IsAPartOfItsMemory() => Assert.InRange(new ProcessMemory().Used(), double.Epsilon, 1);

    [Fact]
    public async Task Measure_PoolWithoutWork_FindsAThreadSoon()
    {
        var delay = new QueueDelay(TimeProvider.System);
        delay.Measure();

        await Eventually.TrueAsync("an item of work has waited for less than a second", () => delay.Measure() is { Ticks: > 0 } waited && waited < TimeSpan.FromSeconds(1), Patience);
    }

    [Fact]
    public void Measure_NobodyTakesTheWork_SaysHowLongItHasWaited()
    {
        var time = new FakeTimeProvider();
        var delay = new QueueDelay(time, queue: _ => { });
        Assert.Equal(TimeSpan.Zero, delay.Measure());

        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), delay.Measure());
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(5), delay.Measure());
    }

    [Fact]
    public void Measure_WorkIsTaken_SaysWhatItWaited()
    {
        var time = new FakeTimeProvider();
        IThreadPoolWorkItem? queued = null;
        var delay = new QueueDelay(time, item => queued = item);
        delay.Measure();
        time.Advance(TimeSpan.FromMilliseconds(7));
        queued!.Execute();
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromMilliseconds(7), delay.Measure());
    }
}
