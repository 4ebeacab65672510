using System.Globalization;
using System.Text;
using LoadBalancer.Presentation;
using LoadBalancer.Simulator.Output;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>Writes a report as CSV, as Markdown, or as tables on the console.</summary>
internal static class TextReports
{
    /// <summary>Returns one row for each server (RFC 4180), with unformatted numbers.</summary>
    public static string Csv(TrafficReport report)
    {
        return string.Concat(report.Servers
            .Select(server => CsvText.Line(
                VisibleText.Name(server.Id),
                server.Requests,
                Fraction(server.Share),
                Fraction(server.ExpectedShare),
                server.ServerErrors,
                server.FailedAttempts,
                server.NotToOwner,
                server.Bytes,
                server.LatencyMs?.P50,
                server.LatencyMs?.P90,
                server.LatencyMs?.P99,
                server.LatencyMs?.Max))
            .Prepend(CsvText.Line(
                "server", "requests", "share", "expected_share", "5xx", "failed_attempts", "not_to_owner", "bytes", "p50_ms", "p90_ms",
                "p99_ms", "max_ms")));

        static string? Fraction(double? part) => part?.ToString("0.000000", CultureInfo.InvariantCulture);
    }

    public static string Markdown(ReportHead head, TrafficReport report)
    {
        var text = new StringBuilder($"# {Escape(head.Title)}\n\n")
            .AppendJoin("\n", head.Facts(report).Select(fact => $"- {fact.Name}: {Escape(fact.Value)}")).Append("\n\n");
        text.AppendJoin("\n", ReportTable.Figures(report).Select(figure => $"- {figure.Name}: {Escape(figure.Value)}").Concat(
            report.Warnings().Select(line => $"- {Escape(line)}"))).Append('\n');
        foreach (var table in ReportTable.All(report))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {table.Title}\n\n| {string.Join(" | ", table.Heads.Select(Escape))} |\n")
                .Append(CultureInfo.InvariantCulture, $"| --- |{string.Concat(table.Heads.Skip(1).Select(_ => " ---: |"))}\n");
            foreach (var row in table.Rows)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row.Select(Escape))} |\n");
            }
        }

        return text.ToString();
    }

    public static void Write(TextTables tables, TrafficReport report)
    {
        tables.Line(ReportTable.Period(report));
        tables.Table(["", ""], ReportTable.Figures(report).Select(figure => new[] { figure.Name, figure.Value }));
        foreach (var table in ReportTable.All(report))
        {
            tables.Line("");
            tables.Line(table.Title);
            tables.Table(
                [table.Heads[0], .. table.Heads.Skip(1).Select(head => $">{head}")],
                table.Rows,
                isBad: (row, column) => column == table.Errors && row[column] != "0",
                shares: table.Shares);
        }

        WriteWarnings(tables, report);
    }

    public static void WriteWarnings(TextTables tables, TrafficReport report)
    {
        foreach (var line in report.Warnings())
        {
            tables.Warn(line);
        }
    }

    private static string Escape(string text) =>
        string.Concat(VisibleText.Of(text).Select(
            character => character is '|' or '\\' or '`' or '<' or '*' or '_' or '[' or ']' ? $"\\{character}" : $"{character}"));
}
