using System.Globalization;
using LoadBalancer.Presentation;
using LoadBalancer.Simulator.Statistics;
using Of = LoadBalancer.Presentation.Figures;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>A table of a report, as text. The first column holds names, the others hold numbers.</summary>
/// <param name="Title">The title.</param>
/// <param name="Heads">The headings, with the unit of the column.</param>
/// <param name="Rows">The cells of each row.</param>
/// <param name="Errors">The column of errors, which are shown in red if there are any; <see langword="null"/> for none.</param>
internal sealed record ReportTable(string Title, string[] Heads, IReadOnlyList<string[]> Rows, int? Errors = null)
{
    /// <summary>The share of each row, for a bar; <see langword="null"/> if rows have none.</summary>
    public IReadOnlyList<double>? Shares { get; private init; }

    private const int MostKeys = 20;

    private const string ServerErrors = "5xx";

    private static readonly string[] LatencyHeads = ["p50 ms", "p90 ms", "p99 ms", "max ms"];

    public static IEnumerable<ReportTable> All(TrafficReport report)
    {
        yield return Servers(report);
        if (report.Causes.Count > 0)
        {
            yield return Causes(report);
        }

        yield return Counts("By status", "status", report.Statuses, report.Requests);
        yield return Counts("By selection reason", "reason", report.Reasons, report.Requests);
        yield return Counts("By method", "method", report.Methods, report.Requests);
        yield return Counts("By gateway", "gateway", [.. report.Gateways.OrderBy(one => one.Name, NaturalOrder.Instance)], report.Requests);
        if (report.Keys.Hot.Count > 0)
        {
            yield return HotKeys(report.Keys);
        }
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
        var latency = report.LatencyMs;
        yield return ("requests", Of.Count(report.Requests));
        if (KeyFigure.RateOf(report) is { Length: > 0 } rate)
        {
            yield return ("rate", rate);
        }

        yield return ("5xx", Part(report.ServerErrors, report));
        yield return ("4xx", Part(report.ClientErrors, report));
        yield return ("clients disconnected (499)", Part(report.ClientsLeft, report));
        yield return ("retries", Of.Count(report.Retries));
        yield return ("sent to no server", Of.Count(report.WithoutServer));
        yield return ("latency p50", KeyFigure.Of(latency?.P50));
        yield return ("latency p90", KeyFigure.Of(latency?.P90));
        yield return ("latency p99", KeyFigure.Of(latency?.P99));
        yield return ("latency maximum", KeyFigure.Of(latency?.Max));
        yield return ("servers", Of.Count(report.Servers.Count));
        if (report is { Servers.Count: > 1, Busiest: { } busiest })
        {
            yield return ("busiest server", $"{VisibleText.Name(busiest.Id)}, {Of.Short(busiest.Ratio)}× its share");
        }

        yield return ("hottest key", report.Keys.Hot is [var hottest, ..]
            ? $"{VisibleText.Name(hottest.Key)}, {Of.Percent(report.Keys.TopShare)}"
            : "none stands out");
    }

    private static string Part(long requests, TrafficReport report) =>
        requests == 0 ? "0" : $"{Of.Count(requests)} ({Of.Percent(requests / (double)report.Requests)})";

    /// <summary>Returns the servers, and below them the sums.</summary>
    private static ReportTable Servers(TrafficReport report)
    {
        ServerReport[] servers = [.. report.Servers.OrderBy(server => server.Id, NaturalOrder.Instance)];
        var rest = report.Bytes - servers.Sum(server => server.Bytes);
        var (unit, bytes) = Of.BytesColumn([.. servers.Select(server => server.Bytes), rest, report.Bytes]);
        var shares = Of.PercentColumn(servers.Select(server => (double?)server.Share));
        var expected = Of.PercentColumn(servers.Select(server => server.ExpectedShare));
        var rows = servers.Select((server, i) => Row(
            VisibleText.Name(server.Id), server.Requests, shares[i], expected[i], server.ServerErrors, server.FailedAttempts,
            server.NotToOwner, bytes[i], server.LatencyMs)).ToList();
        if (report.WithoutServer > 0)
        {
            rows.Add(Row(
                "(no server)", report.WithoutServer, Of.None, Of.None, report.ServerErrors - servers.Sum(server => server.ServerErrors), 0,
                0, bytes[^2], latency: null));
        }

        rows.Add(Row(
            "total", report.Requests, Of.None, Of.None, report.ServerErrors, servers.Sum(server => server.FailedAttempts),
            servers.Sum(server => server.NotToOwner), bytes[^1], report.LatencyMs));
        return new(
            "By server",
            [
                "server", "requests", "share", .. report.HasWeights ? ["expected"] : Array.Empty<string>(), ServerErrors,
                "failed attempts", "not to owner", $"response {unit}", .. LatencyHeads,
            ],
            rows,
            report.HasWeights ? 4 : 3)
        {
            Shares = [.. servers.Select(server => server.Share), .. Enumerable.Repeat(0.0, rows.Count - servers.Length)],
        };

        string[] Row(
            string name, long requests, string share, string expected, long errors, long attempts, long notToOwner, string bytes,
            LatencyFigures? latency) =>
        [
            name, Of.Count(requests), share, .. report.HasWeights ? [expected] : Array.Empty<string>(), Of.Count(errors),
            Of.Count(attempts), Of.Count(notToOwner), bytes, .. Latency(latency),
        ];
    }

    private static ReportTable Causes(TrafficReport report)
    {
        var shares = Of.PercentColumn(report.Causes.Select(cause => (double?)(cause.Requests / (double)report.Requests)));
        return new(
            "Causes of failures",
            ["cause", "requests", "share", ServerErrors],
            [.. report.Causes.Select((cause, i) => new[]
            {
                VisibleText.Name(cause.Cause), Of.Count(cause.Requests), shares[i], Of.Count(cause.ServerErrors),
            })],
            Errors: 3);
    }

    private static ReportTable HotKeys(KeySkew keys)
    {
        HotKeyReport[] hot = [.. keys.Hot.Take(MostKeys)];
        var shares = Of.PercentColumn(hot.Select(key => (double?)(key.Requests / (double)keys.Requests)));
        return new(
            "Hottest keys",
            ["key", "requests (at most)", "overcount (at most)", "share (at most)"],
            [.. hot.Select((key, i) => new[]
            {
                VisibleText.Name(key.Key), Of.Count(key.Requests), Of.Count(key.Error), shares[i],
            })])
        {
            Shares = [.. hot.Select(key => key.Requests / (double)keys.Requests)],
        };
    }

    private static ReportTable Counts(string title, string name, IReadOnlyList<NamedCount> counts, long all)
    {
        var shares = Of.PercentColumn(counts.Select(count => (double?)(count.Requests / (double)all)));
        return new(
            title,
            [name, "requests", "share"],
            [.. counts.Select((count, i) => new[] { VisibleText.Name(count.Name), Of.Count(count.Requests), shares[i] })])
        {
            Shares = [.. counts.Select(count => count.Requests / (double)all)],
        };
    }

    private static string[] Latency(LatencyFigures? figures) => figures is null
        ? [Of.None, Of.None, Of.None, Of.None]
        : [Of.Milliseconds(figures.P50), Of.Milliseconds(figures.P90), Of.Milliseconds(figures.P99), Of.Milliseconds(figures.Max)];
}
