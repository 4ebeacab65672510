using LoadBalancer.Simulator.Reporting;
using LoadBalancer.Simulator.RequestLog;

namespace LoadBalancer.Tests.Simulator.Reporting;

public sealed class ReportIntervalsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_LogWithoutTimes_IsNull() =>
        Assert.Null(ReportIntervals.Of(ReportOf(new RequestLogEntry { Status = 200 })));

    [Fact]
    public void Of_OneRequest_StandsInTheMiddle()
    {
        var intervals = ReportIntervals.Of(ReportOf(At(3.5)))!;

        Assert.Equal((10, TimeSpan.FromSeconds(1)), (intervals.All.Length, intervals.Width));
        Assert.Equal(4, Array.FindIndex([.. intervals.All], one => one.Requests == 1));
        Assert.Equal(1, intervals.RateOf(intervals.All[4], 1));
    }

    [Fact]
    public void Of_PauseInTheLog_HasIntervalsWithoutRequests()
    {
        var intervals = ReportIntervals.Of(ReportOf([.. Enumerable.Range(0, 40).Select(i => At(i < 20 ? 0 : 15))]))!;

        Assert.Equal([20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20], intervals.All.Select(one => one.Requests));
    }

    [Fact]
    public void Of_FewRequests_MergesIntervals()
    {
        var intervals = ReportIntervals.Of(ReportOf([.. Enumerable.Range(0, 300).Select(i => At(i))]))!;

        Assert.Equal(TimeSpan.FromSeconds(10), intervals.Width);
        Assert.All(intervals.All, one => Assert.Equal(10, one.Requests));
        Assert.All(intervals.All, one => Assert.Equal(10, one.Latency.Count));
        Assert.All(intervals.All, one => Assert.Equal(1, intervals.RateOf(one, one.Requests)));
    }

    [Fact]
    public void RateOf_IntervalsThatTheLogCoversInPart_DoesNotDrop()
    {
        // 100 per second from 12:00:03.75 to 12:00:43.20: the first second is covered to a quarter, the last one to a fifth.
        var intervals = ReportIntervals.Of(ReportOf([.. Enumerable.Range(0, 3_946).Select(i => At(3.75 + (i / 100.0)))]))!;

        Assert.Equal(Noon.AddSeconds(4), intervals.First);
        Assert.Equal(39, intervals.All.Length);
        Assert.All(intervals.All, one => Assert.Equal(100, intervals.RateOf(one, one.Requests)));
    }

    [Fact]
    public void RateOf_LastIntervalThatIsCoveredByMoreThanHalf_IsThatOfTheCoveredPart()
    {
        var intervals = ReportIntervals.Of(ReportOf([.. Enumerable.Range(0, 4_076).Select(i => At(i / 100.0))]))!;

        Assert.Equal(41, intervals.All.Length);
        Assert.Equal(76, intervals.All[^1].Requests);
        Assert.InRange(intervals.RateOf(intervals.All[^1], 76), 99, 102);
    }

    [Fact]
    public void Of_EndsOfTime_AreIntervalsToo()
    {
        var intervals = ReportIntervals.Of(ReportOf(
            new RequestLogEntry { Time = DateTimeOffset.MinValue }, new RequestLogEntry { Time = DateTimeOffset.MaxValue }))!;

        Assert.InRange(intervals.All.Length, 2, 480);
        Assert.All(intervals.All, one => Assert.True(double.IsFinite(intervals.RateOf(one, one.Requests))));
    }

    private static RequestLogEntry At(double second) =>
        new() { Time = Noon.AddSeconds(second), Status = 200, Server = "a", DurationMs = 5 };

    private static TrafficReport ReportOf(params RequestLogEntry[] entries)
    {
        var collector = new TrafficCollector(LogKey.Parse(LogKey.Default), from: null, to: null);
        Array.ForEach(entries, collector.Add);
        return collector.Read(new(entries.Length, 0, null, []), []);
    }
}
