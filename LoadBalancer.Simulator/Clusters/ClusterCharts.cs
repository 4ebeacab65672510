using System.Globalization;
using LoadBalancer.Presentation;
using LoadBalancer.Presentation.Charting;
using LoadBalancer.Presentation.Charting.Drawing;
using LoadBalancer.Simulator.Clusters.Scenarios;

namespace LoadBalancer.Simulator.Clusters;

/// <summary>The charts of a simulation: the requests as clients see them, and the behavior of the cluster.</summary>
internal static class ClusterCharts
{
    private const int Left = 60;
    private const int Height = 120;
    private const int LongestName = 40;

    /// <summary>Returns the charts below the name of the scenario and the key figures.</summary>
    public static Sheet Draw(string name, Scenario scenario, ClusterResult result)
    {
        var length = Math.Max(1, result.OverTime.Count);
        PlotMark[] marks =
        [
            .. scenario.Events.Where(planned => planned.At.TotalSeconds < length)
                .Select(planned => new PlotMark(planned.At.TotalSeconds / length, Cut(planned.Name), IsBad: false)),
        ];
        Plot[] plots =
        [
            Rates(
                "Requests per second",
                ("failed", "tone-bad", Of(part => part.Failures)),
                ("requests", "", Of(part => part.Requests)),
                ("spilled (owner overloaded)", "tone-warn", Of(part => part.Spilled))),
            Latencies(
                ("p50", "tone-faint", Of(part => part.P50Ms)),
                ("p99", "", Of(part => part.P99Ms))),
            Rates(
                "In-flight requests of the busiest server, relative to its load bound",
                ("peak", "", Of(part => part.PeakLoad))),
            Rates(
                "Attempts per request, and distinct placements among gateways",
                ("attempts", "", Of(part => part.Requests == 0 ? 0 : part.Tries / (double)part.Requests)),
                ("placements", "tone-warn dashed", Of(Placements()))),
        ];
        return Sheet.Of(
            VisibleText.Of($"Simulation: {name}"),
            [
                VisibleText.Of(result.Description),
                string.Create(CultureInfo.InvariantCulture, $"LoadBalancer, {length} s of virtual time, seed {result.Seed}"),
            ],
            plots.Select((plot, i) => ChartOf(plot, FrameOf(i == 0, i == plots.Length - 1))),
            FiguresOf(scenario, result));

        // Seconds of the warm-up are not counted; without a gap they would look like seconds without requests.
        double?[] Of(Func<SecondReport, double> value) =>
            [.. result.OverTime.Select(part => part.Second < scenario.Warmup.TotalSeconds ? (double?)null : value(part))];

        // In a second in which no gateway publishes, the number of placements does not change.
        Func<SecondReport, double> Placements()
        {
            var last = 1;
            return part => last = part.Placements > 0 ? part.Placements : Math.Min(last, 1);
        }

        PlotFrame FrameOf(bool isFirst, bool isLast) =>
            new(Left, 10 + (isFirst ? MarkNames.HeightOf(marks, Sheet.Inner - Left) : 0), Height)
            {
                Marks = [.. marks],
                NamesWithin = isFirst ? Sheet.Inner - Left : null,
                Labels = isLast ? [.. LabelsOf(length)] : [],
            };
    }

    private static SheetFigure[] FiguresOf(Scenario scenario, ClusterResult result) =>
    [
        new("Requests", Figures.Count(result.Requests), Figures.Count(result.Tries) + " attempts"),
        new(
            "Failed requests",
            Figures.Count(result.Failed),
            result.Requests == 0 ? "" : Figures.Percent(result.Failed / (double)result.Requests),
            result.Failed > 0),
        new("Latency p50", Duration(result.LatencyMs?.P50), $"p90 {Duration(result.LatencyMs?.P90)}"),
        new("Latency p99", Duration(result.LatencyMs?.P99), $"maximum {Duration(result.LatencyMs?.Max)}"),
        new("Servers", Figures.Count(result.Servers.Count), $"{Figures.Count(scenario.Gateways)} gateways"),
        new("Detection", Duration(result.DetectionMs), "until dead servers got no first attempts"),
    ];

    private static string Duration(double? milliseconds) =>
        Figures.Duration(milliseconds is { } known ? TimeSpan.FromMilliseconds(known) : null);

    private static Chart ChartOf(Plot plot, PlotFrame frame) => new(
        plot.Title,
        plot.Series.Length == 1 ? [] : [.. plot.Series.Select(series => new LegendItem(series.Name, series.Class))],
        PlotPictures.Draw(plot, frame));

    private static IEnumerable<AxisLabel> LabelsOf(int seconds) =>
        TimeAxis.For(DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(seconds)).Ticks
            .Select(tick => new AxisLabel(tick.Part, $"{Figures.Count((tick.At - DateTimeOffset.UnixEpoch).TotalSeconds)} s"));

    private static Plot Rates(string title, params (string Name, string Class, IReadOnlyList<double?> Values)[] series) => Plot.Lines(
        title, ValueAxis.For(series.SelectMany(one => one.Values).Max() ?? 0), Figures.Short, Figures.Rate, series);

    private static Plot Latencies(params (string Name, string Class, IReadOnlyList<double?> Values)[] series) => Plot.Lines(
        "Latency", ValueAxis.ForWide(series.SelectMany(one => one.Values)), value => value == 0 ? "0" : Text(value), Text, series);

    private static string Text(double milliseconds) => Figures.Latency(TimeSpan.FromMilliseconds(milliseconds));

    private static string Cut(string name) => VisibleText.Shorten(VisibleText.Of(name), LongestName);
}
