using LoadBalancer.Cluster.Store;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Store;

public sealed class StoreClockTests
{
    private readonly SettableClock _time = new();
    private readonly StoreClock _clock;

    public StoreClockTests() => _clock = new(_time);

    [Fact]
    public void Now_NeverRead_IsThisProcesssClock()
    {
        Assert.Equal((false, Changes.Noon, null), (_clock.IsKnown, _clock.Now, _clock.Ahead));
    }

    [Theory]
    [InlineData(3_600)]
    [InlineData(-3_600)]
    public void Now_ThisClockIsWrong_IsTheStoresTime(int ahead)
    {
        var store = Changes.Noon.AddSeconds(-ahead);

        _clock.Take(store, _time.GetTimestamp());
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(store.AddSeconds(5), _clock.Now);
        Assert.Equal(TimeSpan.FromSeconds(ahead), _clock.Ahead);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(-1, 0)]
    [InlineData(2, 1)]
    [InlineData(-3_600, 1)]
    public void Take_StoresClockIsSet_IsReported(int seconds, int reports)
    {
        var reported = 0;
        _clock.Stepped += () => reported++;
        _clock.Take(Changes.Noon, _time.GetTimestamp());

        _clock.Take(Changes.Noon.AddSeconds(seconds), _time.GetTimestamp());
        _clock.Take(Changes.Noon.AddSeconds(seconds), _time.GetTimestamp());

        Assert.Equal(reports, reported);
    }

    [Fact]
    public void Now_ThisClockIsSet_StaysTheStoresTime()
    {
        _clock.Take(Changes.Noon, _time.GetTimestamp());

        _time.Ahead = TimeSpan.FromHours(1);

        Assert.Equal((Changes.Noon, TimeSpan.FromHours(1)), (_clock.Now, _clock.Ahead));
    }

    [Fact]
    public void Take_FirstSlowRequest_AssumesHalfOfItsDuration()
    {
        var error = TakeAfter(TimeSpan.FromSeconds(2), Changes.Noon);

        Assert.Equal((Changes.Noon.AddSeconds(1), TimeSpan.FromSeconds(2)), (_clock.Now, error));
    }

    [Fact]
    public void Take_SlowRequestThatFits_DoesNotChangeTheTime()
    {
        _clock.Take(Changes.Noon, _time.GetTimestamp());

        TakeAfter(TimeSpan.FromSeconds(2), Changes.Noon.AddSeconds(0.1));

        Assert.Equal(Changes.Noon.AddSeconds(2), _clock.Now);
    }

    [Fact]
    public void Take_StoresClockIsSet_FollowsAsFarAsTheReadingProves()
    {
        _clock.Take(Changes.Noon, _time.GetTimestamp());

        TakeAfter(TimeSpan.FromSeconds(2), Changes.Noon.AddHours(1));
        Assert.Equal(Changes.Noon.AddHours(1), _clock.Now);
        TakeAfter(TimeSpan.FromSeconds(2), Changes.Noon);
        Assert.Equal(Changes.Noon.AddSeconds(2), _clock.Now);
    }

    private TimeSpan TakeAfter(TimeSpan duration, DateTimeOffset store)
    {
        var sent = _time.GetTimestamp();
        _time.Advance(duration);
        return _clock.Take(store, sent);
    }

    /// <summary>A clock that can be set without a change of its timestamps, as the system's can.</summary>
    private sealed class SettableClock() : FakeTimeProvider(Changes.Noon)
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;

        /// <summary>The base class takes its timestamps from the time of day.</summary>
        public override long GetTimestamp() => base.GetTimestamp() - Ahead.Ticks;
    }
}
