using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Cluster.Statistics;

public sealed class StatisticsClockTests
{
    private static readonly long NoonIndex = StatisticsClock.IndexOf(Changes.Noon);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(9.999, 0)]
    [InlineData(10, 1)]
    [InlineData(-0.001, -1)]
    [InlineData(-10, -1)]
    public void IndexOf_Time_IncludesTheStartAndExcludesTheEnd(double seconds, long index) =>
        Assert.Equal(index, StatisticsClock.IndexOf(Changes.Noon.AddSeconds(seconds)) - NoonIndex);

    [Theory]
    [InlineData(0, 1, -1, 0)]
    [InlineData(0, 10, -1, 0)]
    [InlineData(9, 1, 0, 0)]
    [InlineData(9, 10, -1, 0)]
    [InlineData(9, 25, -2, 0)]
    [InlineData(0, 1_800, -180, 0)]
    public void IndexesOf_Window_CoverAllOfIt(int now, int window, long first, long last)
    {
        var indexes = StatisticsClock.IndexesOf(Changes.Noon.AddSeconds(now), TimeSpan.FromSeconds(window)).ToArray();

        Assert.Equal(NoonIndex + first, indexes[0]);
        Assert.Equal(NoonIndex + last, indexes[^1]);
        Assert.Equal(last - first + 1, indexes.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_800.001)]
    public void IndexesOf_WindowOutOfRange_Throws(double window) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StatisticsClock.IndexesOf(Changes.Noon, TimeSpan.FromSeconds(window)));
}
