using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.State.Statistics;
using LoadBalancer.Presentation.Charting;

namespace LoadBalancer.Dashboard.Charts;

/// <summary>
/// Requests per second by server as stacked areas: the geometry, the same for all viewers. The interval in progress is omitted, so that the
/// chart changes once per interval and never shows a false drop. Immutable.
/// </summary>
internal sealed record TimelineChart
{
    /// <summary>The start of the first interval that is drawn.</summary>
    public required DateTimeOffset First { get; init; }

    /// <summary>The length of each interval.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>The number of intervals that are drawn.</summary>
    public required int Intervals { get; init; }

    /// <summary>The layers, the lowest first.</summary>
    public required ImmutableArray<TimelineSeries> Series { get; init; }

    /// <summary>Requests per second of all servers in each interval.</summary>
    public required ImmutableArray<double> Totals { get; init; }

    /// <summary>
    /// The first interval with a request, from which means are computed, since a cluster may be younger than the chart is long.
    /// </summary>
    public required int FirstInUse { get; init; }

    /// <summary>Requests per second of all servers, on average from <see cref="FirstInUse"/> on.</summary>
    public required double Mean { get; init; }

    /// <summary>The axis of requests per second.</summary>
    public required ValueAxis Rates { get; init; }

    /// <summary>Round times within the chart.</summary>
    public required ImmutableArray<TimeTick> Times { get; init; }

    /// <summary>Whether there are no requests.</summary>
    public bool IsEmpty => Series.IsEmpty;

    /// <summary>Draws the last 30 minutes.</summary>
    /// <param name="timeline">The statistics.</param>
    /// <param name="palette">The palette. Servers with a colour have a layer each; all others share one.</param>
    public static TimelineChart Of(Timeline timeline, ServerPalette palette)
    {
        var over = Math.Max(0, timeline.Intervals.Length - 1);
        var layers = LayersOf(timeline, palette, over);
        var totals = new double[over];
        foreach (var (_, _, rates) in layers)
        {
            Add(totals, rates);
        }

        var first = Math.Max(0, Array.FindIndex(totals, total => total > 0));
        var axis = ValueAxis.For(totals.Length == 0 ? 0 : totals.Max());
        return new()
        {
            First = timeline.First,
            Interval = timeline.Interval,
            Intervals = over,
            Series = Stack(layers, first, axis),
            Totals = [.. totals],
            FirstInUse = first,
            Mean = MeanFrom(first, totals),
            Rates = axis,
            Times = TimeAxis.For(timeline.First, timeline.Interval * over).Ticks,
        };
    }

    /// <summary>Returns the start of an interval.</summary>
    public DateTimeOffset StartOf(int interval) => First + (Interval * interval);

    /// <summary>Returns the position of the middle of an interval, 0 to 1 from left to right.</summary>
    public double PartOf(int interval) => (interval + 0.5) / Intervals;

    private static List<(ServerId? Server, int Servers, double[] Rates)> LayersOf(Timeline timeline, ServerPalette palette, int over)
    {
        // Servers without a layer are added up at once: there may be thousands of them.
        var own = new double[]?[timeline.Slots.Count];
        foreach (var server in timeline.Servers.Where(palette.Has))
        {
            own[timeline.Slots[server]] = new double[over];
        }

        var (now, sums, others) = (new double[own.Length], new double[own.Length], new double[over]);
        for (var i = 0; i < over; i++)
        {
            Array.Clear(now);
            timeline.Intervals[i].Servers.AddRequestsTo(now, factor: 1);
            for (var slot = 0; slot < now.Length; slot++)
            {
                (own[slot] ?? others)[i] += now[slot] / timeline.Interval.TotalSeconds;
                sums[slot] += now[slot];
            }
        }

        var layers = timeline.Servers.Select(server => (Server: server, Slot: timeline.Slots[server]))
            .Where(one => own[one.Slot] is not null && sums[one.Slot] > 0)
            .Select(one => ((ServerId?)one.Server, 1, own[one.Slot]!))
            .ToList();
        var more = sums.Where((sum, slot) => sum > 0 && own[slot] is null).Count();
        if (more > 0)
        {
            layers.Add((null, more, others));
        }

        return layers;
    }

    private static ImmutableArray<TimelineSeries> Stack(
        List<(ServerId? Server, int Servers, double[] Rates)> layers, int first, ValueAxis axis)
    {
        var heights = new double[layers.Count == 0 ? 0 : layers[0].Rates.Length];
        var series = ImmutableArray.CreateBuilder<TimelineSeries>(layers.Count);
        foreach (var (server, servers, rates) in layers)
        {
            Add(heights, rates);
            series.Add(new(server, servers, PlotPath.Area(heights, axis), [.. rates], MeanFrom(first, rates), rates.Max()));
        }

        return series.DrainToImmutable();
    }

    private static double MeanFrom(int first, double[] rates) => rates.Skip(first).DefaultIfEmpty().Average();

    private static void Add(double[] sums, double[] values)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += values[i];
        }
    }
}
