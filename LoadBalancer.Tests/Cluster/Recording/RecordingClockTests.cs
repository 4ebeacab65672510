using LoadBalancer.Cluster.Recording;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Recording;

public sealed class RecordingClockTests
{
    private static readonly long Noon = StatisticsClock.IndexOf(Changes.Noon);

    private readonly FakeTimeProvider _time = new(Changes.Noon.AddSeconds(3));
    private readonly RecordingClock _clock;

    public RecordingClockTests() => _clock = new(_time);

    [Fact]
    public void At_WithinTheInterval_IsTheSame()
    {
        var first = _clock.At(_clock.Timestamp);
        _time.Advance(TimeSpan.FromSeconds(6.999));

        Assert.Same(first, _clock.At(_clock.Timestamp));
        Assert.Equal((Noon, Noon - 1), (first.Index, first.Previous));
    }

    [Fact]
    public void At_IntervalHasEnded_IsTheNextWithTheOtherRecorders()
    {
        var first = _clock.At(_clock.Timestamp);
        _time.Advance(TimeSpan.FromSeconds(7));

        var second = _clock.At(_clock.Timestamp);

        Assert.Equal((Noon + 1, Noon), (second.Index, second.Previous));
        Assert.Equal((first.PreviousSlot, first.Slot), (second.Slot, second.PreviousSlot));
    }

    [Fact]
    public void At_AfterAPause_FollowsTheLastRecordedInterval()
    {
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal((Noon + 30, Noon), (_clock.At(_clock.Timestamp).Index, _clock.Current.Previous));
    }

    [Fact]
    public void Renew_TheWallClockWasSet_FollowsIt()
    {
        _time.AdjustTime(Changes.Noon.AddMinutes(-1));

        Assert.Equal(Noon - 6, _clock.Renew().Index);
        Assert.Equal(Noon - 6, _clock.At(_clock.Timestamp).Index);
    }

    [Fact]
    public async Task Ended_IntervalHasEnded_IsRaisedOnce()
    {
        var raised = 0;
        _clock.Ended += () => Interlocked.Increment(ref raised);
        _clock.Renew();
        _time.Advance(TimeSpan.FromSeconds(7));

        _clock.Renew();
        _clock.Renew();

        await Eventually.TrueAsync("the end is reported", () => Volatile.Read(ref raised) == 1, TimeSpan.FromSeconds(10));
    }
}
