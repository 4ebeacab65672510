using LoadBalancer.Simulator.Charts;
using LoadBalancer.Simulator.Statistics;
using Plot = ScottPlot.Plot;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>The charts of a report.</summary>
internal static class ReportPlots
{
    private const int MostKeys = 20;

    /// <summary>Draws the charts, each with a description that serves as its alternative text.</summary>
    public static IReadOnlyList<(string Name, Plot Plot)> Draw(TrafficReport report, LatencyStatistics latency)
    {
        var plots = new List<(string, Plot)>
        {
            ("Share of requests by server", BarChart.Draw(
                "Share by server", "% of requests", [.. report.Servers.Select(server => (server.Id, server.Share * 100))],
                report.Servers.Count == 0 ? null : ("mean", 100.0 / report.Servers.Count))),
        };
        if (report.OverTime.Count > 0)
        {
            plots.Add(("Requests per second by server, and failures, over time", OverTime(report)));
        }

        if (latency.Count > 0)
        {
            plots.Add(("Latency by percentile", LatencyChart.Draw("Latency by percentile", [("all", latency)])));
        }

        if (report.Keys.Hot.Count > 0)
        {
            plots.Add(("Share of requests of the hottest keys", BarChart.Draw(
                "Hottest keys", "% of requests",
                [.. report.Keys.Hot.Take(MostKeys).Select(key => (key.Key, 100.0 * key.Requests / report.Keys.Requests))])));
        }

        return plots;
    }

    private static Plot OverTime(TrafficReport report)
    {
        var times = WithGaps(report);
        int[] busiest = [.. Enumerable.Range(0, report.Servers.Count)
            .OrderByDescending(server => report.Servers[server].Requests)
            .Take(PlotStyle.MostColors)
            .Order()];
        var areas = busiest.Select(server => Series(report.Servers[server].Id, bin => bin.ByServer[server])).ToList();
        if (busiest.Length < report.Servers.Count || report.WithoutServer > 0)
        {
            areas.Add(Series("others", bin => bin.Requests - busiest.Sum(server => bin.ByServer[server])));
        }

        return TimeChart.Draw(
            "Requests over time", "requests per second", [.. times.Select(bin => bin.From)], areas,
            report.Failures > 0 ? [Series("failures", bin => bin.Failures) with { IsBad = true }] : []);

        LineSeries Series(string name, Func<TimeReport, long> count) => new(name, [.. times.Select(bin => count(bin) / report.BinSeconds)]);
    }

    /// <summary>
    /// Returns the bins with empty ones in between, so that times without requests are drawn as zero rather than interpolated.
    /// </summary>
    private static List<TimeReport> WithGaps(TrafficReport report)
    {
        var (width, bins) = (TimeSpan.FromSeconds(report.BinSeconds), new List<TimeReport>());
        long[] none = new long[report.Servers.Count];
        foreach (var bin in report.OverTime)
        {
            while (bins.Count > 0 && bins[^1].From + width < bin.From)
            {
                bins.Add(new(bins[^1].From + width, 0, 0, none));
            }

            bins.Add(bin);
        }

        if (bins.Count == 1)
        {
            bins.Add(bins[0] with { From = bins[0].From + width });
        }

        return bins;
    }
}
