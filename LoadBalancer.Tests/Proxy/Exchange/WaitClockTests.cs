using LoadBalancer.Proxy.Exchange;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Exchange;

public sealed class WaitClockTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly WaitClock _clock;

    public WaitClockTests() => _clock = new(_time);

    [Fact]
    public void Exceeds_AtTheLimit_IsFalse()
    {
        _clock.Begin();
        _time.Advance(Second);

        Assert.False(_clock.Exceeds(Second));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(_clock.Exceeds(Second));
    }

    [Fact]
    public void Progress_WithinAWait_RestartsIt()
    {
        _clock.Begin();
        _time.Advance(Second);
        _clock.Progress();
        _time.Advance(Second);

        Assert.False(_clock.Exceeds(Second));
    }

    [Fact]
    public void Progress_WithoutAWait_StartsNone()
    {
        _clock.Begin();
        _clock.End();
        _clock.Progress();
        _time.Advance(Second * 2);

        Assert.False(_clock.Exceeds(Second));
    }
}
