using LoadBalancer.Dashboard.Charts;
using LoadBalancer.Tests.EndToEnd.Dashboard;

namespace LoadBalancer.Tests.Dashboard.Charts;

public sealed class KeyFiguresTests
{
    [Fact]
    public void Of_ClusterInUse_SumsTheTimeline()
    {
        var snapshot = SampleCluster.InUse();

        var figures = KeyFigures.Of(snapshot);

        var all = snapshot.Servers.Select(server => server.Recent).ToArray();
        Assert.Equal(55, snapshot.Unplaced.Requests);
        Assert.Equal(all.Sum(one => one.Requests) + 55, figures.Requests);
        Assert.Equal(snapshot.RecentRequests, figures.Requests);
        Assert.Equal(all.Sum(one => one.Failures), figures.Failures);
        Assert.Equal(all.Sum(one => one.Retries), figures.Retries);
        Assert.Equal(snapshot.Servers.Sum(server => server.Recent.Latency.Count), figures.Latency.Count);
    }

    [Fact]
    public void Of_ClusterInUse_UsesTheRateOfTheLatestIntervals()
    {
        var snapshot = SampleCluster.InUse();

        var latest = snapshot.Timeline.Intervals[^2..].Sum(interval => interval.Gateways.Sum(gateway => gateway.Servers.Requests));

        Assert.Equal((latest + snapshot.Unplaced.Requests) / 15.0, KeyFigures.Of(snapshot).RequestsPerSecond, tolerance: 1e-6);
    }

    [Fact]
    public void Of_Nothing_IsZero() =>
        Assert.Equal((0, 0), (KeyFigures.Of(SampleCluster.Nothing()).RequestsPerSecond, KeyFigures.Of(SampleCluster.Nothing()).Requests));
}
