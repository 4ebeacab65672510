using System.Text;
using LoadBalancer.Presentation.Charting.Drawing;
using LoadBalancer.Simulator.Charts;
using LoadBalancer.Simulator.Reporting.Pages;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>Writes a report in the format that the extension of the file name selects.</summary>
internal static class ReportFile
{
    private static readonly string[] Extensions = [".html", .. SheetFile.Extensions, ".csv", ".md"];

    /// <exception cref="FormatException">The extension is not supported; the message is one line for the user.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder of the file does not exist.</exception>
    public static void Check(string path)
    {
        if (!Extensions.Any(extension => SheetFile.Has(path, extension)))
        {
            throw new FormatException($"The file '{path}' is not allowed: --out must end in {string.Join(", ", Extensions)}.");
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"--out: the directory '{folder}' does not exist.");
        }
    }

    public static async Task WriteAsync(
        string path, ReportHead head, TrafficReport report, LatencyStatistics latency, CancellationToken token)
    {
        var bytes = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".HTML" => Encoding.UTF8.GetBytes(HtmlReport.Write(head, report, latency)),
            ".CSV" => Encoding.UTF8.GetBytes(TextReports.Csv(report)),
            ".MD" => Encoding.UTF8.GetBytes(TextReports.Markdown(head, report)),
            _ => SheetFile.Write(path, Draw(head, report, latency)),
        };
        await File.WriteAllBytesAsync(path, bytes, token);
    }

    private static Sheet Draw(ReportHead head, TrafficReport report, LatencyStatistics latency) => Sheet.Of(
        head.Title,
        [.. head.Cluster is { } cluster ? [$"Cluster {cluster}"] : Array.Empty<string>(), ReportTable.Period(report)],
        [.. ReportCharts.OverTime(report, latency), .. ReportCharts.Others(head, report, latency)]);
}
