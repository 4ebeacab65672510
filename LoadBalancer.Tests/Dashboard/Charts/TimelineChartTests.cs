using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.Charts;
using LoadBalancer.Dashboard.State.Statistics;
using LoadBalancer.Tests.Dashboard.State;

namespace LoadBalancer.Tests.Dashboard.Charts;

public sealed class TimelineChartTests
{
    private static readonly DateTimeOffset First = new(2026, 11, 24, 11, 58, 0, TimeSpan.Zero);

    [Fact]
    public void Of_TwoServers_StacksThemOverFinishedIntervals()
    {
        var chart = ChartOf(["a", "b"], [100, 300], [200, 0], [50, 50]);

        Assert.Equal(2, chart.Intervals);
        Assert.Equal([40, 20], chart.Totals);
        Assert.Equal(40, chart.Rates.Top);
        Assert.Equal(["a", "b"], chart.Series.Select(series => series.Server?.Value));
        Assert.Equal("M0,300L0,225L250,225L750,150L1000,150L1000,300Z", chart.Series[0].Area.In(1_000, 300));
        Assert.Equal("M0,300L0,0L250,0L750,150L1000,150L1000,300Z", chart.Series[1].Area.In(1_000, 300));
        Assert.Equal((15.0, 30.0), (chart.Series[1].Mean, chart.Series[1].Peak));
    }

    [Fact]
    public void Of_NoRequests_IsEmpty() =>
        Assert.True(ChartOf(["a"], [0], [0]).IsEmpty);

    [Fact]
    public void Of_NoIntervals_IsEmpty() =>
        Assert.True(TimelineChart.Of(TimelineOf(["a"]), ServerPalette.Empty).IsEmpty);

    [Fact]
    public void Of_OnlyTheCurrentInterval_IsEmpty() =>
        Assert.True(ChartOf(["a"], [100]).IsEmpty);

    [Fact]
    public void Of_ServersWithoutAColour_GroupsThem()
    {
        var ids = Enumerable.Range(0, 14).Select(i => $"server-{i:00}").ToArray();
        long[] requests = [.. Enumerable.Range(1, 14).Select(i => i * 10L)];

        var chart = TimelineChart.Of(TimelineOf(ids, requests, requests), ServerPalette.Empty.For(ids[4..].Select(ServerId.Create)));

        Assert.Equal(ServerPalette.Colours + 1, chart.Series.Length);
        Assert.Equal((null, 4), (chart.Series[^1].Server, chart.Series[^1].Servers));
        Assert.Equal(10, chart.Series[^1].Mean, tolerance: 1e-9);
        Assert.Equal(ids[4..], chart.Series[..^1].Select(series => series.Server?.Value));
    }

    [Fact]
    public void Of_ClusterYoungerThanTheWindow_AveragesFromItsFirstRequest()
    {
        var chart = ChartOf(["a", "b"], [0, 0], [0, 0], [100, 0], [200, 300], [0, 0], [9, 9]);

        Assert.Equal(2, chart.FirstInUse);
        Assert.Equal(20, chart.Mean, 9);
        Assert.Equal([10, 10], chart.Series.Select(series => series.Mean));
        Assert.Equal([20, 30], chart.Series.Select(series => series.Peak));
    }

    [Fact]
    public void Of_Window_MarksRoundTimes()
    {
        var chart = ChartOf(["a"], [.. Enumerable.Range(0, 61).Select(_ => (long[])[1])]);

        Assert.Equal([.. Enumerable.Range(0, 6).Select(i => First.AddMinutes(i * 2))], chart.Times.Select(tick => tick.At));
        Assert.Equal([0, 0.2, 0.4, 0.6, 0.8, 1], chart.Times.Select(tick => tick.Part));
    }

    [Fact]
    public void StartOf_Interval_IsItsBeginning()
    {
        var chart = ChartOf(["a"], [1], [1], [1]);

        Assert.Equal(First.AddSeconds(10), chart.StartOf(1));
        Assert.Equal(0.75, chart.PartOf(1));
    }

    private static TimelineChart ChartOf(string[] ids, params long[][] intervals) =>
        TimelineChart.Of(TimelineOf(ids, intervals), ServerPalette.Empty.For(ids.Select(ServerId.Create)));

    private static Timeline TimelineOf(string[] ids, params long[][] intervals) => Timelines.Of(
        First,
        intervals.Select(requests => ids.Zip(requests).Where(pair => pair.Second > 0)
            .ToImmutableDictionary(pair => new ServerId(pair.First), pair => ServerStatistics.None with { Requests = pair.Second })));
}
