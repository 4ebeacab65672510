using LoadBalancer.Cluster.Statistics;

namespace LoadBalancer.Tests.Support;

internal static class StatisticsIntervalExtensions
{
    public static void AssertEqual(this IntervalCauses expected, IntervalCauses actual)
    {
        Assert.Equal(expected.Rejections.AsEnumerable(), actual.Rejections);
        Assert.Equal(expected.Servers.Keys.ToHashSet(), actual.Servers.Keys.ToHashSet());
        Assert.All(expected.Servers, entry => Assert.Equal(entry.Value.AsEnumerable(), actual.Servers[entry.Key]));
    }

    public static void AssertEqual(this StatisticsInterval expected, StatisticsInterval actual)
    {
        Assert.Equal(
            (expected.Source, expected.Index, expected.Unplaced, expected.UnlistedKeys),
            (actual.Source, actual.Index, actual.Unplaced, actual.UnlistedKeys));
        Assert.Equal(expected.HotKeys.AsEnumerable(), actual.HotKeys);
        expected.Causes.AssertEqual(actual.Causes);
        Assert.Equal(expected.RequestLatency?.Counts.AsEnumerable(), actual.RequestLatency?.Counts);
        Assert.Equal(expected.Servers.Keys.ToHashSet(), actual.Servers.Keys.ToHashSet());
        Assert.All(expected.Servers, entry =>
        {
            var server = actual.Servers[entry.Key];
            Assert.Equal(entry.Value with { Latency = server.Latency }, server);
            Assert.Equal(entry.Value.Latency.Counts.AsEnumerable(), server.Latency.Counts);
        });
    }
}
