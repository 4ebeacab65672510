using LoadBalancer.Simulator.Statistics;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace LoadBalancer.Simulator.Charts;

/// <summary>Draws latency by percentile. Both axes are logarithmic, so the slowest thousandth is readable too.</summary>
internal static class LatencyChart
{
    private static readonly (double Part, string Name)[] Percentiles =
        [(0, "0%"), (0.5, "50%"), (0.9, "90%"), (0.99, "99%"), (0.999, "99.9%"), (0.9999, "99.99%"), (0.99999, "99.999%")];

    public static Plot Draw(string title, IReadOnlyList<(string Name, LatencyStatistics Latency)> series)
    {
        var plot = PlotStyle.Create(title, "milliseconds", "percentile of requests");
        var most = series.Select(entry => entry.Latency.Count).DefaultIfEmpty(1).Max();
        for (var i = 0; i < series.Count; i++)
        {
            var (places, values) = Curve(series[i].Latency);
            var line = plot.Add.Scatter(places, values, PlotStyle.ColorOf(i));
            line.LineWidth = 2;
            line.MarkerSize = 0;
            line.LegendText = series.Count > 1 ? series[i].Name : "";
        }

        var shown = Percentiles.TakeWhile(percentile => percentile.Part == 0 || (1 - percentile.Part) * most >= 0.9).ToArray();
        plot.Axes.Bottom.SetTicks(
            [.. shown.Select(percentile => PlaceOf(percentile.Part))], [.. shown.Select(percentile => percentile.Name)]);
        plot.Axes.Left.TickGenerator = new NumericAutomatic
        {
            LabelFormatter = place => PlotStyle.Short(Math.Pow(10, place)),
            IntegerTicksOnly = true,
            MinorTickGenerator = new LogMinorTickGenerator(),
        };
        plot.Axes.AutoScale();
        var limits = plot.Axes.GetLimits();
        plot.Axes.SetLimitsY(Math.Floor(limits.Bottom), Math.Max(Math.Floor(limits.Bottom) + 1, Math.Ceiling(limits.Top)));
        if (series.Count > 1)
        {
            plot.ShowLegend(Alignment.UpperLeft);
        }

        return plot;
    }

    private static (double[] Places, double[] Values) Curve(LatencyStatistics latency)
    {
        var (places, values, seen) = (new List<double>(), new List<double>(), 0L);
        var histogram = latency.ReadHistogram();
        foreach (var (bucket, requests) in histogram.Counts)
        {
            places.Add(PlaceOf(Math.Min(seen / (double)latency.Count, 1 - (1.0 / latency.Count))));
            values.Add(Logarithm(histogram.Buckets.MiddleOf(bucket)));
            seen += requests;
        }

        return latency.Count == 0
            ? ([], [])
            : ([.. places, PlaceOf(1 - (1.0 / (latency.Count + 1)))], [.. values, Logarithm(latency.Longest)]);
    }

    private static double Logarithm(TimeSpan latency) => Math.Log10(Math.Max(1e-3, latency.TotalMilliseconds));

    private static double PlaceOf(double part) => -Math.Log10(1 - part);
}
