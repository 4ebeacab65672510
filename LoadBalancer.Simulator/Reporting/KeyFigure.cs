using LoadBalancer.Presentation;
using LoadBalancer.Presentation.Charting.Drawing;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>The figures at the top of a report.</summary>
internal static class KeyFigure
{
    private const int LongestKey = 24;

    public static IEnumerable<SheetFigure> All(TrafficReport report)
    {
        yield return new("Requests", Figures.Count(report.Requests), RateOf(report));
        yield return new(
            "5xx rate",
            Figures.Percent(report.ServerErrors / (double)report.Requests),
            $"{Figures.Count(report.ServerErrors)} {(report.ServerErrors == 1 ? "request" : "requests")}; "
                + $"4xx rate {Figures.Percent(report.ClientErrors / (double)report.Requests)}",
            report.ServerErrors > 0);
        yield return new("Latency p50", Of(report.LatencyMs?.P50), $"p90 {Of(report.LatencyMs?.P90)}");
        yield return new("Latency p99", Of(report.LatencyMs?.P99), $"maximum {Of(report.LatencyMs?.Max)}");
        yield return new("Servers", Figures.Count(report.Servers.Count), BusiestOf(report));
        yield return report.Keys.Hot is [var hottest, ..]
            ? new("Hottest key", Figures.Percent(report.Keys.TopShare), VisibleText.Shorten(VisibleText.Of(hottest.Key), LongestKey))
            : new("Hottest key", Figures.None, "no key stands out");
    }

    /// <summary>Returns a number of milliseconds as a duration.</summary>
    public static string Of(double? milliseconds) =>
        Figures.Duration(milliseconds is { } known ? TimeSpan.FromMilliseconds(known) : null);

    public static string RateOf(TrafficReport report) =>
        report.From is { } from && report.To is { } to && to - from >= TimeSpan.FromSeconds(1)
            ? $"{Figures.Rate(report.Requests / (to - from).TotalSeconds)} per second"
            : "";

    public static string BusiestOf(TrafficReport report) => report is { Servers.Count: > 1, Busiest: { } busiest }
        ? $"busiest: {VisibleText.Shorten(VisibleText.Of(busiest.Id), LongestKey)}, {Figures.Short(busiest.Ratio)}× its share"
        : "";
}
