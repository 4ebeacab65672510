using System.Collections.Immutable;
using System.Text.Json;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.Charts.Trends;
using LoadBalancer.Dashboard.State.Statistics;
using LoadBalancer.Presentation.Charting;
using LoadBalancer.Tests.Dashboard.State;
using LoadBalancer.Tests.EndToEnd.Dashboard;

namespace LoadBalancer.Tests.Dashboard.Charts.Trends;

public sealed class TrendChartTests
{
    private static readonly DateTimeOffset First = new(2026, 11, 24, 11, 58, 0, TimeSpan.Zero);
    private static readonly ServerId A = new("a");

    [Fact]
    public void Of_IntervalInProgress_IsOmitted()
    {
        var chart = ChartOf([Of(100), Of(200), Of(50)]);

        Assert.Equal(2, chart.Intervals);
        Assert.Equal(["10.0", "20.0"], Texts(chart, "Requests"));
        Assert.Equal("M0,50L250,50L750,0L1000,0", LineOf(chart, "Requests"));
    }

    [Fact]
    public void Of_Errors_AreDividedByWhoRespondedAndByClass()
    {
        var responses = new ResponseCounts(new(0, 0, 0, 10, 20), new(0, 0, 0, 5, 30), ClientsLeft: 40);

        var chart = ChartOf([Of(105) with { Responses = responses, Failures = 25 }, Of(0)]);

        Assert.Equal(
            ["2.00", "3.00", "1.50", "2.50", "4.00"],
            [.. chart.Trends[1].Series.Select(series => series.Texts[0])]);
        Assert.Equal(
            ["5xx from servers", "5xx from gateways", "4xx", "Failed attempts", "Clients disconnected"],
            chart.Trends[1].Series.Select(series => series.Name));
    }

    [Fact]
    public void Of_HangOfOneServer_ShowsInTheTail()
    {
        var calm = Of(100, (100, 4));
        var hang = Of(100, (95, 4), (5, 20_000));

        var chart = ChartOf([calm, hang, calm, Of(0)]);

        Assert.Single(Texts(chart, "p50").Distinct());
        Assert.EndsWith(" s", Texts(chart, "p99")[1], StringComparison.Ordinal);
        Assert.EndsWith(" ms", Texts(chart, "p99")[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_FewRequests_HaveNoTailAndLeaveAGap()
    {
        var many = Of(100, (100, 4));
        var chart = ChartOf([many, Of(19, (19, 4)), many, Of(0)]);

        Assert.Equal("–", Texts(chart, "p99")[1]);
        Assert.NotEqual("–", Texts(chart, "p50")[1]);
        Assert.Equal(2, LineOf(chart, "p99").Count(letter => letter == 'M'));
        Assert.Equal(1, LineOf(chart, "p50").Count(letter => letter == 'M'));
    }

    [Fact]
    public void Of_NoIntervals_IsEmptyWithoutNumbersThatAreNone()
    {
        var chart = ChartOf([]);

        Assert.True(chart.IsEmpty);
        Assert.DoesNotContain("NaN", chart.Data, StringComparison.Ordinal);
        Assert.All(chart.Trends.SelectMany(trend => trend.Series), series => Assert.True(series.Path.IsEmpty));
    }

    [Fact]
    public void Of_FiveMinutes_ShowsTheLastThirtyIntervals()
    {
        var chart = ChartOf([.. Enumerable.Range(1, 100).Select(i => Of(i * 10))], TrendSpan.FiveMinutes);

        Assert.Equal(30, chart.Intervals);
        Assert.Equal(First.AddSeconds(690), chart.First);
        Assert.Equal("70.0", Texts(chart, "Requests")[0]);
        Assert.Equal(5, chart.Times.Length);
    }

    [Theory]
    [InlineData(5, "10.0", "20.0", "8.00")]
    [InlineData(2, "10.0", "20.0", "20.0")]
    [InlineData(0, "10.0", "20.0", "24.0")]
    public void Of_Live_HasTheIntervalInProgress(int age, params string[] rates)
    {
        var chart = ChartOf([Of(100), Of(200), Of(40)], TrendSpan.Live, age: age);

        Assert.Equal(rates, Texts(chart, "Requests"));
        Assert.Equal((3, First), (chart.Intervals, chart.First));
    }

    [Fact]
    public void Of_LiveThatHasJustBegunAnInterval_ShowsThatBeforeItToo()
    {
        var chart = ChartOf([Of(100, (100, 4)), Of(100, (100, 4)), Of(1, (1, 4))], TrendSpan.Live, age: 1);

        Assert.Equal(Texts(chart, "p99")[0], Texts(chart, "p99")[^1]);
        Assert.Equal("9.18", Texts(chart, "Requests")[^1]);
    }

    [Fact]
    public void Of_Live_ShowsFiveMinutes()
    {
        var chart = ChartOf([.. Enumerable.Range(1, 100).Select(i => Of(i * 10))], TrendSpan.Live, age: 10);

        Assert.Equal((30, First.AddSeconds(700)), (chart.Intervals, chart.First));
        Assert.Equal("100", Texts(chart, "Requests")[^1]);
    }

    [Fact]
    public void Of_Events_AreMarkedOncePerIntervalAndOnlyWithinTheTime()
    {
        TrendEvent[] events =
        [
            new(First.AddSeconds(-1), "before", IsBad: true), new(First.AddSeconds(19), "second", IsBad: true),
            new(First.AddSeconds(11), "first", IsBad: false), new(First.AddSeconds(12), "first", IsBad: false),
            new(First.AddSeconds(20), "after", IsBad: true),
        ];

        var chart = ChartOf([Of(10), Of(10), Of(10)], events: events);

        Assert.Equal([new(1, "first, second", IsBad: true)], chart.Marks);
    }

    [Theory]
    [InlineData(900, false)]
    [InlineData(5_000, true)]
    public void Of_LatenciesOfAWideRange_AreOnALogarithmicAxis(int slowest, bool isLogarithmic)
    {
        var chart = ChartOf([Of(100, (100, 10)), Of(100, (100, slowest)), Of(1)]);

        Assert.Equal(isLogarithmic, chart.Trends[^1].Axis.Bottom > 0);
        Assert.All(chart.Trends[..^1], trend => Assert.Equal(0, trend.Axis.Bottom));
    }

    [Fact]
    public void Of_ManyEventsAtOnce_AreCounted()
    {
        var events = Enumerable.Range(1, 10).Select(i => new TrendEvent(First.AddSeconds(i * 0.1), $"e{i}", IsBad: false));

        Assert.Equal("e1, e2, e3 and 7 more", Assert.Single(ChartOf([Of(10), Of(10)], events: events).Marks).Text);
    }

    [Fact]
    public void Of_IntervalsOfWhichNothingIsKnown_AreGaps()
    {
        var chart = ChartOf([Of(100), Of(200), Of(7), Of(0), Of(0)], knownUntil: First.AddSeconds(25));

        Assert.Equal(["10.0", "20.0", "–", "–"], Texts(chart, "Requests"));
        Assert.Equal(["0", "0", "–", "–"], Texts(chart, "5xx from servers"));
        Assert.Equal("–", Texts(chart, "p50")[2]);
    }

    [Fact]
    public void KnownUntil_OfALostGateway_IsItsLastReport()
    {
        var snapshot = SampleCluster.LostGateway();
        var last = snapshot.LostGateways[0].LostSince;

        Assert.Equal(last, TrendSelection.KnownUntil(snapshot, new("gateway-2")));
        Assert.Null(TrendSelection.KnownUntil(snapshot, new("gateway-1")));
        Assert.Null(TrendSelection.KnownUntil(snapshot, gateway: null));
        Assert.Equal(last, TrendSelection.KnownUntil(snapshot with { Gateways = [] }, gateway: null));
        Assert.Null(TrendSelection.KnownUntil(SampleCluster.Nothing(), gateway: null));
    }

    [Fact]
    public void Data_HasEveryValueOfEveryLine()
    {
        var chart = ChartOf([Of(100), Of(200), Of(50)], events: [new(First, "</div><script>", IsBad: false)]);

        using var data = JsonDocument.Parse(chart.Data);
        Assert.Equal(First.ToUnixTimeMilliseconds(), data.RootElement.GetProperty("first").GetInt64());
        Assert.Equal(2, data.RootElement.GetProperty("count").GetInt32());
        Assert.Equal(9, data.RootElement.GetProperty("series").GetArrayLength());
        Assert.All(
            data.RootElement.GetProperty("series").EnumerateArray(),
            one => Assert.Equal(2, one.GetProperty("texts").GetArrayLength()));
        Assert.Equal("</div><script>", data.RootElement.GetProperty("marks")[0].GetProperty("text").GetString());
    }

    private static ServerStatistics Of(long requests, params (long Requests, int Milliseconds)[] latency) => new(
        requests, 0, 0, 0, 0,
        LatencyHistogram.Create(latency.Select(one =>
            new LatencyCount(LatencyBuckets.Wire.IndexOf(TimeSpan.FromMilliseconds(one.Milliseconds)), one.Requests))));

    private static TrendChart ChartOf(
        ServerStatistics[] intervals, TrendSpan span = TrendSpan.ThirtyMinutes, IEnumerable<TrendEvent>? events = null, int age = 10,
        DateTimeOffset? knownUntil = null)
    {
        var timeline = Timelines.Of(
            First,
            First.AddSeconds(((intervals.Length - 1) * 10) + age),
            intervals.Select((one, i) => new[]
            {
                new StatisticsInterval(new("gateway-1.1"), i, ImmutableDictionary<ServerId, ServerStatistics>.Empty.Add(A, one), []),
            }));
        return TrendChart.Of(timeline, PointOf, events ?? [], span, knownUntil);

        TrendPoint PointOf(IntervalStatistics interval) => TrendPoint.Of(interval.Gateways);
    }

    private static PlotSeries SeriesOf(TrendChart chart, string name) => Assert.Single(
        chart.Trends.SelectMany(trend => trend.Series), series => string.Equals(series.Name, name, StringComparison.Ordinal));

    private static string LineOf(TrendChart chart, string name) => SeriesOf(chart, name).Path.In(1_000, 100);

    private static ImmutableArray<string> Texts(TrendChart chart, string name) => SeriesOf(chart, name).Texts;
}
