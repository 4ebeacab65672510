using System.Collections.Immutable;
using LoadBalancer.Presentation.Charting;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>Latency by percentile. Both axes are logarithmic, so that the slowest thousandth is readable too.</summary>
/// <param name="Path">The curve.</param>
/// <param name="Axis">The axis of milliseconds.</param>
/// <param name="Labels">The labels of the percentiles.</param>
internal sealed record LatencyCurve(PlotPath Path, ValueAxis Axis, ImmutableArray<AxisLabel> Labels)
{
    private static readonly (double Part, string Name)[] Percentiles =
        [(0.5, "50%"), (0.9, "90%"), (0.99, "99%"), (0.999, "99.9%"), (0.9999, "99.99%"), (0.99999, "99.999%")];

    /// <summary>Returns the curve of at least one request.</summary>
    public static LatencyCurve Of(LatencyStatistics latency)
    {
        var histogram = latency.ReadHistogram();
        var axis = ValueAxis.Logarithmic(Milliseconds(latency.Shortest), Milliseconds(latency.Longest));
        var (points, seen) = (new List<(double Place, double Value)>(), 0L);
        foreach (var (bucket, requests) in histogram.Counts)
        {
            points.Add((PlaceOf(seen / (double)latency.Count), Milliseconds(histogram.Buckets.MiddleOf(bucket))));
            seen += requests;
        }

        var end = Math.Max(1, Math.Log10(latency.Count));
        points.Add((end, Milliseconds(latency.Longest)));
        return new(
            PlotPath.Through(points.Select(point => (point.Place / end, axis.PartOf(point.Value)))),
            axis,
            [
                .. Percentiles.Where(percentile => PlaceOf(percentile.Part) <= end)
                    .Select(percentile => new AxisLabel(PlaceOf(percentile.Part) / end, percentile.Name)),
            ]);
    }

    private static double Milliseconds(TimeSpan latency) => Math.Max(1e-3, latency.TotalMilliseconds);

    private static double PlaceOf(double part) => -Math.Log10(1 - part);
}
