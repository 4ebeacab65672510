using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.Charts.Heat;
using LoadBalancer.Presentation;
using LoadBalancer.Tests.Dashboard.State;
using LoadBalancer.Tests.EndToEnd.Dashboard;

namespace LoadBalancer.Tests.Dashboard.Charts.Heat;

public sealed class LatencyGridTests
{
    private static readonly DateTimeOffset First = new(2026, 11, 24, 11, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, 200, 20_000)]
    [InlineData(30.0, 200, 20_000)]
    [InlineData(5_800.0, 10_000, 1_000_000)]
    [InlineData(10_000.0, 20_000, 2_000_000)]
    [InlineData(3_000_000.0, 5_000_000, 500_000_000)]
    public void Above_Median_BeginsWithTheNextRoundValue(double? micros, double first, double last)
    {
        var scale = LatencyScale.Above(micros is { } known ? TimeSpan.FromMicroseconds(known) : null);

        Assert.Equal(LatencyScale.Steps - 1, scale.Thresholds.Length);
        Assert.Equal((first, last), (scale.Thresholds[0].TotalMicroseconds, scale.Thresholds[^1].TotalMicroseconds));
        Assert.Equal(scale.Thresholds.Order(), scale.Thresholds);
        TimeSpan[] latencies = [TimeSpan.Zero, scale.Thresholds[0], scale.Thresholds[^1], TimeSpan.MaxValue];
        Assert.Equal([0, 1, 7, 7], latencies.Select(scale.StepOf));
    }

    [Fact]
    public void Of_HangOfOneServer_IsInItsCellsAndAtTheTop()
    {
        var intervals = Enumerable.Range(0, 181).Select(i => ImmutableDictionary<ServerId, ServerStatistics>.Empty
            .Add(new("calm"), StatisticsOf(5))
            .Add(new("slow"), StatisticsOf(i is 90 or 91 ? 10_000 : 4) with { Failures = i == 91 ? 1 : 0 }));
        var timeline = Timelines.Of(First, intervals);

        var grid = LatencyGrid.Of(
            timeline, [(new("slow"), TimeSpan.FromSeconds(10)), (new("calm"), TimeSpan.FromMilliseconds(5))], page: 0);

        Assert.Equal((60, TimeSpan.FromSeconds(30), First), (grid.Columns, grid.Column, grid.First));
        var slow = grid.Rows[0];
        Assert.Equal(30, slow.Worst);
        Assert.Equal(First.AddMinutes(15), grid.StartOf(slow.Worst));
        Assert.InRange(slow.Cells[30].P99!.Value.TotalSeconds, 9, 11);
        Assert.Equal(1, slow.Failed);
        Assert.True(slow.Cells[30].IsFailed);
        Assert.Equal($"{Figures.Latency(slow.Cells[30].P99)},{slow.Cells[30].Requests},1,0", slow.Data().Split(';')[30]);
        Assert.Equal("M30 0h1v1h-1z", slow.FailuresOutline());
        Assert.Equal("M30 0h1v1h-1z", slow.OutlineOf(grid.Scale, LatencyScale.Steps - 1));
        Assert.Equal("M0 0h30v1h-30zM31 0h29v1h-29z", slow.OutlineOf(grid.Scale, grid.Scale.StepOf(slow.Cells[0].P99!.Value)));
        Assert.Equal("", grid.Rows[1].FailuresOutline());
        Assert.Equal(59, grid.Rows[1].Worst);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Of_SomeIntervalsLater_LeavesThePastAsItWas(int later)
    {
        ImmutableDictionary<ServerId, ServerStatistics> At(int i) => ImmutableDictionary<ServerId, ServerStatistics>.Empty
            .Add(new("a"), StatisticsOf(i is 91 ? 10_000 : 4));
        LatencyGrid After(int passed) => LatencyGrid.Of(
            Timelines.Of(First + (TimeSpan.FromSeconds(10) * passed), Enumerable.Range(passed, 181).Select(At)),
            [(new("a"), null)],
            page: 0);
        var (before, after) = (After(0), After(later));

        Assert.Equal((60, 60), (before.Columns, after.Columns));
        Assert.Equal(First.AddSeconds(30), after.First);
        Assert.Equal(before.StartOf(before.Rows[0].Worst), after.StartOf(after.Rows[0].Worst));
        Assert.Equal(before.Rows[0].Cells[1..], after.Rows[0].Cells[..59]);
        Assert.NotNull(after.Rows[0].Cells[59].P99);
    }

    [Fact]
    public void Of_TimeWithoutRequests_HasEmptyCells()
    {
        var intervals = Enumerable.Range(0, 7).Select(i => i < 3
            ? ImmutableDictionary<ServerId, ServerStatistics>.Empty.Add(new("a"), StatisticsOf(5))
            : ImmutableDictionary<ServerId, ServerStatistics>.Empty);

        var grid = LatencyGrid.Of(Timelines.Of(First, intervals), [(new("a"), null), (new("new"), null)], page: 0);

        Assert.Equal([true, false], grid.Rows[0].Cells.Select(cell => cell.P99 is not null));
        Assert.All(grid.Rows[1].Cells, cell => Assert.Equal(default, cell));
        Assert.Equal(-1, grid.Rows[1].Worst);
    }

    [Fact]
    public void Of_FewIntervals_HasNoColumns()
    {
        var grid = LatencyGrid.Of(Timelines.Of(First, []), [(new("a"), null)], page: 3);

        Assert.Equal((0, 0, 1), (grid.Columns, grid.Page, grid.Rows.Length));
        Assert.Equal(-1, grid.Rows[0].Worst);
    }

    [Fact]
    public void OrderOf_ClusterInUse_BeginsWithTheSlowestAndHasServersThatLeft()
    {
        var snapshot = SampleCluster.Rolled();

        var order = LatencyGrid.OrderOf(snapshot);

        Assert.Equal(snapshot.Servers.Select(server => server.Server.Id).Union(snapshot.Timeline.Servers).Count(), order.Length);
        Assert.Equal(order.Select(row => row.P99 ?? TimeSpan.Zero).OrderDescending(), order.Select(row => row.P99 ?? TimeSpan.Zero));
        Assert.Contains(order, row => row.Server.Value == "edge-30");
    }

    [Fact]
    public void Of_ManyServers_HasThePageThatExists()
    {
        var snapshot = SampleCluster.Of(70);
        var order = LatencyGrid.OrderOf(snapshot);

        var last = LatencyGrid.Of(snapshot.Timeline, order, page: 9);

        Assert.Equal((2, 20, 70), (last.Page, last.Rows.Length, last.Servers));
        Assert.Equal(order.Skip(50).Select(row => row.Server), last.Rows.Select(row => row.Server));
    }

    private static ServerStatistics StatisticsOf(double milliseconds) => ServerStatistics.None with
    {
        Requests = 100,
        Latency = LatencyHistogram.Create([new(LatencyBuckets.Wire.IndexOf(TimeSpan.FromMilliseconds(milliseconds)), 100)]),
    };
}
