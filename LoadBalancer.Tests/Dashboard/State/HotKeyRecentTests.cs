using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Tests.Dashboard.State;

public sealed class HotKeyRecentTests
{
    [Theory]
    [InlineData(100, 0, 30, 0, nameof(HotKeyTrend.Rising))]
    [InlineData(100, 0, 10, 0, nameof(HotKeyTrend.Steady))]
    [InlineData(100, 0, 12, 0, nameof(HotKeyTrend.Steady))]
    [InlineData(100, 0, 7, 0, nameof(HotKeyTrend.Falling))]
    [InlineData(100, 0, 30, 20, nameof(HotKeyTrend.Steady))]
    [InlineData(100, 40, 7, 0, nameof(HotKeyTrend.Steady))]
    public void Of_CountsWithBounds_IsATrendOnlyIfItIsCertain(long requests, long error, long recent, long recentError, string trend)
    {
        var view = Of(requests, error, new([new("a", 1, recent, recentError)], 0), 100)!;

        Assert.Equal(trend, view.Trend.ToString());
        Assert.Equal(recent / 100.0, view.Share, 9);
    }

    [Fact]
    public void Of_AKeyThatIsNotListed_HasAtMostWhatIsUnlisted()
    {
        Assert.Equal(new(0.02, HotKeyTrend.Falling), Of(100, 0, new([new("b", 2, 50, 0)], 2), 100));
        Assert.Equal(new(0.2, HotKeyTrend.Steady), Of(100, 0, new([], 20), 100));
        Assert.Equal(new(0, HotKeyTrend.Falling), Of(100, 0, new([new("a", 2, 50, 0), new("A", 1, 50, 0)], 0), 100));
    }

    [Fact]
    public void Of_NoRequestsInTheLastFiveMinutes_IsUnknown() => Assert.Null(Of(100, 0, HotKeySummary.Empty, 0));

    private static HotKeyRecent? Of(long requests, long error, HotKeySummary recent, long recentRequests) =>
        HotKeyRecent.Of(new("a", 1, requests, error), 1_000, recent, recentRequests);
}
