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
}
