using System.Globalization;
using LoadBalancer.Presentation;
using LoadBalancer.Simulator.Statistics;
using Of = LoadBalancer.Presentation.Figures;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>A table of a report, as text. The first column holds names, the others hold numbers.</summary>
/// <param name="Title">The title.</param>
/// <param name="Heads">The headings, with the unit of the column.</param>
/// <param name="Rows">The cells of each row.</param>
/// <param name="Failures">The column of failures, which are shown in red if there are any; <see langword="null"/> for none.</param>
internal sealed record ReportTable(string Title, string[] Heads, IReadOnlyList<string[]> Rows, int? Failures = null)
{
    /// <summary>The share of each row, for a bar; <see langword="null"/> if rows have none.</summary>
    public IReadOnlyList<double>? Shares { get; private init; }

    private const int FailuresColumn = 3;

    private static readonly string[] LatencyHeads = ["p50 ms", "p90 ms", "p99 ms", "max ms"];

    public static IEnumerable<ReportTable> All(TrafficReport report)
    {
        yield return Servers(report);
        var (unit, bytes) = Of.BytesColumn([report.Bytes]);
        yield return new(
            "All requests",
            ["", "requests", "retries", "failures", $"response {unit}", .. LatencyHeads],
            [
                [
                    "all", Of.Count(report.Requests), Of.Count(report.Retries), Of.Count(report.Failures), bytes[0],
                    .. Latency(report.LatencyMs),
                ],
            ],
            FailuresColumn);
        yield return Counts("By status", "status", report.Statuses, report.Requests);
        yield return Counts("By selection reason", "reason", report.Reasons, report.Requests);
        yield return Counts("By method", "method", report.Methods, report.Requests);
        yield return Counts("By gateway", "gateway", [.. report.Gateways.OrderBy(one => one.Name, NaturalOrder.Instance)], report.Requests);
        if (report.Keys.Hot.Count > 0)
        {
            yield return new(
                "Hottest keys",
                ["key", "requests (upper bound)", "lower bound", "share"],
                [.. report.Keys.Hot.Take(20).Select(key => new[] { key.Key, Of.Count(
                    key.Requests), Of.Count(key.Requests - key.Error), Of.Percent(key.Requests / (double)report.Keys.Requests) })]);
        }
    }

    public static ReportTable Servers(TrafficReport report)
    {
        ServerReport[] servers = [.. report.Servers.OrderBy(server => server.Id, NaturalOrder.Instance)];
        var (unit, bytes) = Of.BytesColumn([.. servers.Select(server => server.Bytes)]);
        return new(
            "By server",
            ["server", "requests", "share", "failures", "not to owner", $"response {unit}", .. LatencyHeads],
            [.. servers.Select((server, i) => new[]
            {
                server.Id, Of.Count(server.Requests), Of.Percent(server.Share), Of.Count(server.Failures), Of.Count(server.Spilled),
                bytes[i],
            }.Concat(Latency(server.LatencyMs)).ToArray())],
            FailuresColumn)
        {
            Shares = [.. servers.Select(server => server.Share)],
        };
    }

    public static string Period(TrafficReport report) => report.From is { } from && report.To is { } to
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{from.UtcDateTime:yyyy-MM-dd HH:mm:ss} to {to.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC ({Of.Age(to - from)})")
        : "The log has no timestamps.";

    public static string TimeText(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static IEnumerable<(string Name, string Value)> Figures(TrafficReport report)
    {
        yield return ("requests", Of.Count(report.Requests));
        yield return ("servers", Of.Count(report.Servers.Count));
        yield return ("failures", Of.Count(report.Failures));
        yield return ("sent to no server", Of.Count(report.WithoutServer));
        yield return ("peak-to-mean ratio", report.PeakToMean is { } peak ? Of.Ratio(peak) : Of.None);
        yield return ("p50, p99 ms", report.LatencyMs is { } latency
            ? $"{Of.Milliseconds(latency.P50)}, {Of.Milliseconds(latency.P99)}"
            : Of.None);
        yield return ("hottest key", report.Keys.Hot.Count > 0 ? Of.Percent(report.Keys.TopShare) : "none");
    }

    private static ReportTable Counts(string title, string name, IReadOnlyList<NamedCount> counts, long all) =>
        new(
            title,
            [name, "requests", "share"],
            [.. counts.Select(count => new[] { count.Name, Of.Count(count.Requests), Of.Percent(count.Requests / (double)all) })])
        {
            Shares = [.. counts.Select(count => count.Requests / (double)all)],
        };

    private static string[] Latency(LatencyFigures? figures) => figures is null
        ? [Of.None, Of.None, Of.None, Of.None]
        : [Of.Milliseconds(figures.P50), Of.Milliseconds(figures.P90), Of.Milliseconds(figures.P99), Of.Milliseconds(figures.Max)];
}
