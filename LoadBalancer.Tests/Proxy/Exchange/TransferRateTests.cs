using LoadBalancer.Proxy.Exchange;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Exchange;

public sealed class TransferRateTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Stress = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider _time = new();
    private readonly TransferRate _rate;

    public TransferRateTests() => _rate = new(bytesPerSecond: 1, Grace, _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void IsTooSlow_AtTheLimit_IsFalse()
    {
        _rate.BeginWait();
        _time.Advance(Grace);

        Assert.False(_rate.IsTooSlow);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(_rate.IsTooSlow);
    }

    [Fact]
    public void IsTooSlow_SeveralWaits_CountTogetherButNotTheTimeBetween()
    {
        Wait(Grace / 2);
        _time.Advance(Grace * 100);
        _rate.BeginWait();
        _time.Advance(Grace / 2);

        Assert.False(_rate.IsTooSlow);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(_rate.IsTooSlow);
    }

    [Fact]
    public void IsTooSlow_BytesArrived_EachAllowsItsTime()
    {
        _rate.Add(5);
        _rate.BeginWait();
        _time.Advance(Grace + (5 * Second));

        Assert.False(_rate.IsTooSlow);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(_rate.IsTooSlow);
    }

    [Fact]
    public void IsTooSlow_NotWaitedFor_IsFalse()
    {
        Wait(Grace * 2);

        Assert.False(_rate.IsTooSlow);
    }

    [Fact]
    public void Reset_AfterALongWait_ForgetsIt()
    {
        Wait(Grace);
        _rate.Reset();
        _rate.BeginWait();
        _time.Advance(Grace);

        Assert.False(_rate.IsTooSlow);
        Assert.Equal(0, _rate.WaitedUntil);
    }

    [Fact]
    public void HasStalledFor_EarlierWaits_CountsOnlyTheCurrentOne()
    {
        Wait(Grace);
        _rate.BeginWait();
        _time.Advance(Second);

        Assert.False(_rate.HasStalledFor(Second));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(_rate.HasStalledFor(Second));
        _rate.EndWait();
        Assert.False(_rate.HasStalledFor(TimeSpan.Zero));
    }

    [Fact]
    public void WaitedUntil_AfterAWait_IsItsEnd()
    {
        Wait(Second);

        Assert.Equal(_time.GetTimestamp(), _rate.WaitedUntil);
    }

    /// <summary>
    /// A client waits for 60 % of the allowed time in each of many requests; a concurrent observer must never count a wait twice.
    /// </summary>
    [Fact]
    public async Task IsTooSlow_ReadWhileWaitsEndAndRequestsBegin_IsNeverTrue()
    {
        var clock = new TurnedClock();
        var rate = new TransferRate(bytesPerSecond: 1, Grace, clock);
        using var end = new CancellationTokenSource(Stress);
        var asking = Task.Run(() => CountTooSlow(rate, end.Token), Token);

        for (; !end.IsCancellationRequested; rate.Reset())
        {
            rate.BeginWait();
            clock.Advance(Grace * 0.6);
            rate.EndWait();
        }

        Assert.Equal(0, await asking);
    }

    private static int CountTooSlow(TransferRate rate, CancellationToken end)
    {
        var count = 0;
        while (!end.IsCancellationRequested)
        {
            count += rate.IsTooSlow ? 1 : 0;
        }

        return count;
    }

    private void Wait(TimeSpan time)
    {
        _rate.BeginWait();
        _time.Advance(time);
        _rate.EndWait();
    }

    /// <summary>A fake clock that is as fast as possible to read: the usual one takes a lock.</summary>
    private sealed class TurnedClock : TimeProvider
    {
        private long _now = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Volatile.Read(ref _now);

        public void Advance(TimeSpan time) => Volatile.Write(ref _now, _now + time.Ticks);
    }
}
