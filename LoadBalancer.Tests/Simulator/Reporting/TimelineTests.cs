using LoadBalancer.Simulator.Reporting;
using LoadBalancer.Simulator.RequestLog;

namespace LoadBalancer.Tests.Simulator.Reporting;

public sealed class TimelineTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RequestLogEntry Succeeded = new() { Status = 200, DurationMs = 4 };
    private static readonly RequestLogEntry Failed = new() { Status = 503, DurationMs = 4 };

    [Fact]
    public void Add_WithinMinutes_KeepsSeconds()
    {
        var timeline = Of(0, 0.9, 1, 5.5);

        Assert.Equal(TimeSpan.FromSeconds(1), timeline.Width);
        Assert.Equal([(0, 2), (1, 1), (5, 1)], Read(timeline));
    }

    [Fact]
    public void Add_BeyondTheRoom_WidensAndLosesNothing()
    {
        var timeline = Of([.. Enumerable.Range(0, 3_600).Select(second => (double)second)]);

        Assert.Equal(TimeSpan.FromSeconds(10), timeline.Width);
        Assert.Equal(Enumerable.Range(0, 360).Select(bin => (bin * 10.0, 10L)), Read(timeline));
    }

    [Fact]
    public void Add_InAnyOrder_IsTheSame()
    {
        double[] seconds = [.. Enumerable.Range(0, 2_000).Select(i => i * 7919 % 100_003.0)];

        Assert.Equal(Read(Of([.. seconds.Order()])), Read(Of(seconds)));
    }

    [Fact]
    public void Add_FromTheFirstYearToTheLast_StaysWithinItsRoom()
    {
        var timeline = new Timeline();
        timeline.Add(DateTimeOffset.MinValue, 0, Succeeded);
        timeline.Add(Noon, 0, Failed);
        timeline.Add(DateTimeOffset.MaxValue, 1, Succeeded);

        Assert.Equal(3, timeline.Bins.Sum(entry => entry.Bin.Requests));
        Assert.Equal(1, timeline.Bins.Sum(entry => entry.Bin.ServerErrors));
        Assert.Equal((2, 1), (timeline.Bins.Sum(entry => entry.Bin.Of(0)), timeline.Bins.Sum(entry => entry.Bin.Of(1))));
    }

    [Fact]
    public void Add_BeyondTheRoom_KeepsErrorsAndLatency()
    {
        var timeline = new Timeline();
        for (var i = 0; i < 1_000; i++)
        {
            var status = (i % 4) switch { 0 => 200, 1 => 404, 2 => 499, _ => 500 };
            timeline.Add(Noon.AddSeconds(i), 0, new() { Status = status, DurationMs = i % 2 == 0 ? 1 : 100 });
        }

        TimeBin[] bins = [.. timeline.Bins.Select(entry => entry.Bin)];
        Assert.Equal(100, bins.Length);
        Assert.Equal(
            (250, 250, 250),
            (bins.Sum(bin => bin.ClientErrors), bins.Sum(bin => bin.ClientsLeft), bins.Sum(bin => bin.ServerErrors)));
        Assert.All(bins, bin => Assert.Equal(10, bin.Latency.Count));
        Assert.All(bins, bin => Assert.InRange(bin.Latency.Percentile(0.5)!.Value.TotalMilliseconds, 0.9, 1.1));
    }

    private static Timeline Of(params double[] seconds)
    {
        var timeline = new Timeline();
        foreach (var second in seconds)
        {
            timeline.Add(Noon.AddSeconds(second), 0, Succeeded);
        }

        return timeline;
    }

    private static IEnumerable<(double Second, long Requests)> Read(Timeline timeline) =>
        timeline.Bins.Select(entry => ((entry.From - Noon).TotalSeconds, entry.Bin.Requests));
}
