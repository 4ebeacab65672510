using System.Text;
using LoadBalancer.Presentation;
using LoadBalancer.Presentation.Charting.Drawing;
using LoadBalancer.Presentation.Charting.Styles;
using LoadBalancer.Simulator.Charts;
using LoadBalancer.Simulator.CommandLine;
using LoadBalancer.Simulator.Reporting.Pages;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>Writes a report in the format that the extension of the file name selects.</summary>
internal static class ReportFile
{
    private static readonly string[] Extensions = [".html", .. SheetFile.Extensions, ".csv", ".md"];

    /// <inheritdoc cref="OutputFile.Check"/>
    public static void Check(string path) => OutputFile.Check(path, Extensions);

    public static async Task WriteAsync(
        string path, ReportHead head, TrafficReport report, LatencyStatistics latency, CancellationToken token)
    {
        var bytes = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".HTML" => Encoding.UTF8.GetBytes(HtmlReport.Write(head, report, latency)),
            ".CSV" => Encoding.UTF8.GetBytes(TextReports.Csv(report)),
            ".MD" => Encoding.UTF8.GetBytes(TextReports.Markdown(head, report)),
            ".PNG" => SheetPng.Write(Draw(head, report, latency, InterFont.Visible)),
            _ => Encoding.UTF8.GetBytes(SheetSvg.Write(Draw(head, report, latency, VisibleText.Of))),
        };
        await OutputFile.WriteAsync(path, bytes, token);
    }

    private static Sheet Draw(ReportHead head, TrafficReport report, LatencyStatistics latency, Func<string, string> nameOf) => Sheet.Of(
        nameOf(head.Title),
        [
            nameOf(head.Cluster is { } cluster ? $"Cluster {cluster} · {ReportTable.Period(report)}" : ReportTable.Period(report)),
            nameOf($"Source: {head.Source}"),
            .. report.Warnings().Select(nameOf),
        ],
        [.. ReportCharts.OverTime(report, latency, nameOf), .. ReportCharts.Others(report, latency, nameOf)],
        [.. KeyFigure.All(report).Select(figure => figure with { Note = nameOf(figure.Note) })]);
}
