using System.Collections.Immutable;
using LoadBalancer.Presentation;
using LoadBalancer.Presentation.Charting;
using LoadBalancer.Presentation.Charting.Drawing;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>The charts of a report, for every format.</summary>
internal static class ReportCharts
{
    private static readonly (string Name, double Part)[] Percentiles = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999)];

    private const int Left = 60;
    private const int MostBars = 30;
    private const int MostKeys = 10;

    /// <summary>The share of requests from which on servers have colours.</summary>
    private const double LeastColoured = 0.25;

    /// <summary>Returns requests, errors, and latency over the same time; none if the log has no times.</summary>
    /// <param name="report">The report.</param>
    /// <param name="latency">The latency of all requests.</param>
    /// <param name="nameOf">Writes the name of a server so that it can be shown.</param>
    public static ImmutableArray<Chart> OverTime(TrafficReport report, LatencyStatistics latency, Func<string, string> nameOf)
    {
        if (ReportIntervals.Of(report) is not { } intervals)
        {
            return [];
        }

        var colours = ServersOf(report);
        var layers = Layers(report, intervals, colours, nameOf);
        var (server, client, left) = (report.ServerErrors, report.ClientErrors, report.ClientsLeft);
        (string, string, IReadOnlyList<double?>)[] errors =
        [
            ("5xx", "tone-bad", Rates(bin => bin.ServerErrors)),
            ("4xx", "tone-warn", Rates(bin => bin.ClientErrors)),
            ("Clients disconnected", "tone-faint dotted", Rates(bin => bin.ClientsLeft)),
        ];
        (string, string, IReadOnlyList<double?>)[] latencies =
        [
            ("p50", "tone-faint", At(0.5, 1)),
            ("p95", "dashed", At(0.95, ReportIntervals.FewestForTail)),
            ("p99", "", At(0.99, ReportIntervals.FewestForTail)),
        ];
        var labels = TimeAxis.For(intervals.First, intervals.Length).Labels();
        return
        [
            ChartOf(
                Plot.Layers("Requests per second by server", Figures.Short, Figures.Rate, layers),
                150,
                [.. layers.Select(layer => new LegendItem(layer.Name, $"layer {layer.Class}"))]),
            ChartOf(
                Plot.Lines("Errors per second", AxisOf(errors), Figures.Short, Figures.Rate, errors),
                80,
                [
                    new("5xx", "line tone-bad", Figures.Count(server)), new("4xx", "line tone-warn", Figures.Count(client)),
                    new("Clients disconnected", "line tone-faint dotted", Figures.Count(left)),
                ],
                server + client + left == 0 ? "No errors" : null),
            ChartOf(
                Plot.Lines("Latency", ValueAxis.ForWide(latencies.SelectMany(one => one.Item3)), Tick, Text, latencies),
                110,
                [
                    new("p50", "line tone-faint", Of(0.5)), new("p95", "line dashed", Of(0.95)), new("p99", "line", Of(0.99)),
                ],
                latency.Count == 0 ? "No latencies" : null,
                labels),
        ];

        string Of(double part) => Figures.Duration(latency.Count == 0 ? null : latency.Percentile(part));

        // Without requests there is no rate of errors, and a line at 0 would look as if everything were well.
        double?[] Rates(Func<TimeReport, long> count) =>
            [.. intervals.All.Select(bin => bin.Requests == 0 ? (double?)null : intervals.RateOf(bin, count(bin)))];

        double?[] At(double part, int fewest) =>
            [.. intervals.All.Select(bin => bin.Latency.Count >= fewest ? bin.Latency.Percentile(part)?.TotalMilliseconds : null)];
    }

    /// <summary>Returns the charts of the whole time.</summary>
    /// <param name="report">The report.</param>
    /// <param name="latency">The latency of all requests.</param>
    /// <param name="nameOf">Writes the name of a server, or a key, so that it can be shown.</param>
    public static IEnumerable<Chart> Others(TrafficReport report, LatencyStatistics latency, Func<string, string> nameOf) =>
        new[] { Shares(report, nameOf), Distribution(latency), HotKeys(report.Keys, nameOf) }
            .OfType<Chart>();

    /// <summary>Returns the latency by percentile; <see langword="null"/> if the log has no latencies.</summary>
    private static Chart? Distribution(LatencyStatistics latency)
    {
        if (latency.Count == 0)
        {
            return null;
        }

        var curve = LatencyCurve.Of(latency);
        var plot = new Plot(
            "Latency by percentile",
            curve.Axis,
            [.. curve.Axis.Ticks.Select(tick => Tick(tick.Value))],
            [new("Latency", "line", curve.Path, [])]);
        return ChartOf(
            plot,
            150,
            [
                .. Percentiles.Select(one => new LegendItem(one.Name, "", Figures.Duration(latency.Percentile(one.Part)))),
                new LegendItem("Maximum", "", Figures.Duration(latency.Longest)),
            ],
            labels: curve.Labels) with
        { Note = "share of requests that were at most this slow" };
    }

    /// <summary>Returns the share of each server beside that of its weight; <see langword="null"/> without servers.</summary>
    private static Chart? Shares(TrafficReport report, Func<string, string> nameOf)
    {
        var colours = ServersOf(report);
        ServerReport[] servers =
        [
            .. report.Servers.OrderByDescending(server => Math.Abs(server.Share - (report.ExpectedShareOf(server) ?? 0)))
                .Take(MostBars)
                .OrderBy(server => server.Id, NaturalOrder.Instance),
        ];
        var texts = Figures.PercentColumn(servers.Select(server => (double?)server.Share));
        Bar[] shown =
        [
            .. servers.Select((server, i) => new Bar(
                nameOf(server.Id), server.Share, texts[i], ClassOf(colours, server.Id), report.ExpectedShareOf(server))),
        ];
        var mark = report.HasWeights ? "expected share by weight" : "equal share";
        return shown.Length == 0 ? null : new(
            "Share of requests by server", [], BarPictures.Draw(shown, Figures.Percent, "Share of requests by server"))
        {
            Note = report.Servers.Count > MostBars
                ? $"line: {mark}; the {MostBars} of {Figures.Count(report.Servers.Count)} servers that are furthest from it"
                : $"line: {mark}",
        };
    }

    /// <summary>Returns the share of the hottest keys; <see langword="null"/> if no key stands out.</summary>
    private static Chart? HotKeys(KeySkew keys, Func<string, string> nameOf)
    {
        HotKeyReport[] hot = [.. keys.Hot.Take(MostKeys)];
        double[] shares = [.. hot.Select(key => key.Requests / (double)keys.Requests)];
        var texts = Figures.PercentColumn(shares.Select(share => (double?)share));
        Bar[] bars = [.. hot.Select((key, i) => new Bar(nameOf(key.Key), shares[i], texts[i], "c-accent"))];
        return bars.Length == 0 ? null : new(
            "Hottest keys", [], BarPictures.Draw(bars, Figures.Percent, "Share of requests of the hottest keys"))
        {
            Note = "share of requests, at most",
        };
    }

    private static Chart ChartOf(
        Plot plot,
        int height,
        ImmutableArray<LegendItem> legend,
        string? message = null,
        ImmutableArray<AxisLabel> labels = default)
    {
        var frame = new PlotFrame(Left, 10, message is null ? height : 28)
        {
            HasTitles = true,
            Message = message,
            Labels = labels.IsDefault ? [] : labels,
        };
        var shown = message is null ? plot : plot with { Series = [], Axis = plot.Axis with { Ticks = [] }, Ticks = [] };
        return new(plot.Title, legend, PlotPictures.Draw(shown, frame) with { Label = plot.Title });
    }

    private static List<(string Name, string Class, IReadOnlyList<double> Values)> Layers(
        TrafficReport report, ReportIntervals intervals, ImmutableDictionary<string, int> colours, Func<string, string> nameOf)
    {
        int[] own = [.. Enumerable.Range(0, report.Servers.Count)
            .Where(server => colours.ContainsKey(report.Servers[server].Id) && report.Servers[server].Requests > 0)
            .OrderBy(server => report.Servers[server].Id, NaturalOrder.Instance)];
        var layers = own.Select(server => (
            BarPictures.Cut(nameOf(report.Servers[server].Id)),
            ClassOf(colours, report.Servers[server].Id),
            Of(bin => bin.ByServer[server]))).ToList();
        var more = report.Servers.Count(server => server.Requests > 0) - own.Length;
        if (more > 0)
        {
            layers.Add((
                own.Length == 0 ? $"{Figures.Count(more)} servers" : more == 1 ? "1 other" : $"{Figures.Count(more)} others",
                ClassOf(colours, ""),
                Of(bin => bin.ByServer.Sum() - own.Sum(server => bin.ByServer[server]))));
        }

        if (report.WithoutServer > 0)
        {
            layers.Add(("Sent to no server", "c-nowhere", Of(bin => bin.Requests - bin.ByServer.Sum())));
        }

        return layers;

        IReadOnlyList<double> Of(Func<TimeReport, long> count) =>
            [.. intervals.All.Select(bin => intervals.RateOf(bin, count(bin)))];
    }

    /// <summary>
    /// The servers with the most requests have a colour each, the same as on the dashboard; no server has one if their layers would be
    /// too thin to be seen.
    /// </summary>
    private static ImmutableDictionary<string, int> ServersOf(TrafficReport report)
    {
        var busiest = report.Servers.OrderByDescending(server => server.Requests).Take(ColourOrder.Colours).ToArray();
        var none = ImmutableDictionary.Create<string, int>(StringComparer.Ordinal);
        return busiest.Sum(server => server.Share) < LeastColoured
            ? none
            : ColourOrder.Assign(none, busiest.Select(server => server.Id), id => id);
    }

    private static string ClassOf(ImmutableDictionary<string, int> colours, string id) =>
        colours.IsEmpty ? "c-accent" : ColourOrder.ClassOf(colours.GetValueOrDefault(id, ColourOrder.Others));

    private static ValueAxis AxisOf((string Name, string Class, IReadOnlyList<double?> Values)[] series) =>
        ValueAxis.For(series.SelectMany(one => one.Values).Max() ?? 0);

    private static string Tick(double milliseconds) => milliseconds == 0 ? "0" : Text(milliseconds);

    private static string Text(double milliseconds) => Figures.Latency(TimeSpan.FromMilliseconds(milliseconds));
}
