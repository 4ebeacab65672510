using LoadBalancer.Simulator.Reporting;

namespace LoadBalancer.Tests.Simulator.Reporting;

public sealed class TimelineTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

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
        timeline.Add(DateTimeOffset.MinValue, 0, isFailure: false);
        timeline.Add(Noon, 0, isFailure: true);
        timeline.Add(DateTimeOffset.MaxValue, 1, isFailure: false);

        Assert.Equal(3, timeline.Bins.Sum(entry => entry.Bin.Requests));
        Assert.Equal(1, timeline.Bins.Sum(entry => entry.Bin.Failures));
        Assert.Equal((2, 1), (timeline.Bins.Sum(entry => entry.Bin.Of(0)), timeline.Bins.Sum(entry => entry.Bin.Of(1))));
    }

    private static Timeline Of(params double[] seconds)
    {
        var timeline = new Timeline();
        foreach (var second in seconds)
        {
            timeline.Add(Noon.AddSeconds(second), 0, isFailure: false);
        }

        return timeline;
    }

    private static IEnumerable<(double Second, long Requests)> Read(Timeline timeline) =>
        timeline.Bins.Select(entry => ((entry.From - Noon).TotalSeconds, entry.Bin.Requests));
}
