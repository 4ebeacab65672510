using LoadBalancer.Presentation;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>A figure at the top of a report.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The figure, with its unit.</param>
/// <param name="Note">An explanation.</param>
/// <param name="IsBad">Whether it is about failures.</param>
internal sealed record KeyFigure(string Name, string Value, string Note, bool IsBad = false)
{
    public static IEnumerable<KeyFigure> All(TrafficReport report, IReadOnlyDictionary<string, double> expected)
    {
        yield return new("Requests", Figures.Count(report.Requests), RateOf(report));
        yield return new(
            "Failed (5xx)",
            report.Requests == 0 ? Figures.None : Figures.Percent(report.Failures / (double)report.Requests),
            $"{Figures.Count(report.Failures)} requests",
            report.Failures > 0);
        yield return new("Latency p50", Of(report.LatencyMs?.P50), $"p90 {Of(report.LatencyMs?.P90)}");
        yield return new("Latency p99", Of(report.LatencyMs?.P99), $"maximum {Of(report.LatencyMs?.Max)}");
        yield return new("Servers", Figures.Count(report.Servers.Count), BusiestOf(report, expected));
        yield return report.Keys.Hot is [var hottest, ..]
            ? new("Hottest key", Figures.Percent(report.Keys.TopShare), $"{Figures.Count(hottest.Requests)} requests")
            : new("Hottest key", Figures.None, "no key stands out");
    }

    private static string Of(double? milliseconds) =>
        Figures.Latency(milliseconds is { } known ? TimeSpan.FromMilliseconds(known) : null);

    private static string RateOf(TrafficReport report) =>
        report.From is { } from && report.To is { } to && to - from >= TimeSpan.FromSeconds(1)
            ? $"{Figures.Rate(report.Requests / (to - from).TotalSeconds)} per second"
            : $"{Figures.Count(report.WithoutServer)} sent to no server";

    /// <summary>Describes the server that is the furthest above its share: the one that needs more capacity.</summary>
    private static string BusiestOf(TrafficReport report, IReadOnlyDictionary<string, double> expected)
    {
        var ratios = report.Servers.Select(server => server.Share / expected[server.Id]).Where(double.IsFinite).ToArray();
        return ratios.Length <= 1 ? "" : $"busiest: {Figures.Short(ratios.Max())}× its share";
    }
}
