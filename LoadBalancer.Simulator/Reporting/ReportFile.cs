using System.Text;
using LoadBalancer.Simulator.Charts;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>Writes a report in the format that the extension of the file name selects.</summary>
internal static class ReportFile
{
    private static readonly string[] Extensions = [".html", ".png", ".svg", ".csv", ".md"];

    /// <exception cref="FormatException">The extension is not supported; the message is one line for the user.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder of the file does not exist.</exception>
    public static void Check(string path)
    {
        if (!Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
        {
            throw new FormatException($"The file '{path}' is not allowed: --out must end in {string.Join(", ", Extensions)}.");
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"--out: the directory '{folder}' does not exist.");
        }
    }

    public static async Task WriteAsync(string path, TrafficReport report, LatencyStatistics latency, CancellationToken token)
    {
        var bytes = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".HTML" => Encoding.UTF8.GetBytes(HtmlReport.Write(report, latency)),
            ".PNG" => Draw(report, latency).ToPng(),
            ".SVG" => Encoding.UTF8.GetBytes(Draw(report, latency).ToSvg()),
            ".CSV" => Encoding.UTF8.GetBytes(TextReports.Csv(report)),
            _ => Encoding.UTF8.GetBytes(TextReports.Markdown(report)),
        };
        await File.WriteAllBytesAsync(path, bytes, token);
    }

    private static Figure Draw(TrafficReport report, LatencyStatistics latency) =>
        new([.. ReportPlots.Draw(report, latency).Select(entry => entry.Plot)]);
}
