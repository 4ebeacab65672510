using System.Globalization;
using System.Net;
using System.Text;
using LoadBalancer.Simulator.Charts;
using LoadBalancer.Simulator.Output;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>
/// Writes a report as a single HTML file that any browser can open offline: it has no scripts or external resources, and all text from the
/// log is escaped.
/// </summary>
internal static class HtmlReport
{
    private const string Style = """
        body { font: 15px/1.5 Inter, system-ui, sans-serif; color: #1d2530; background: #fff;
          margin: 0 auto; max-width: 1040px; padding: 24px 16px }
        h1 { font-size: 24px; margin: 0 0 4px } h2 { font-size: 17px; margin: 28px 0 8px }
        p { margin: 4px 0 } .muted { color: #5a6472 } .bad { color: #a31a20 }
        dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 12px; margin: 16px 0 }
        dl div { border: 1px solid #dfe3e8; border-radius: 8px; padding: 8px 12px }
        dt { color: #5a6472; font-size: 13px } dd { margin: 0; font-size: 20px }
        .wide { overflow-x: auto } table { border-collapse: collapse; width: 100% } caption { text-align: left; color: #5a6472 }
        th, td { text-align: right; padding: 4px 8px; border-bottom: 1px solid #e6e9ed; font-variant-numeric: tabular-nums }
        th:first-child, td:first-child { text-align: left; min-width: 9em; overflow-wrap: anywhere }
        img { width: 100%; height: auto; display: block }
        """;

    public static string Write(TrafficReport report, LatencyStatistics latency)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
            + "content=\"width=device-width, initial-scale=1\">")
            .Append(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">")
            .Append("<title>Requests by server</title><style>")
            .Append(Style)
            .Append("</style></head><body><main>\n<h1>Requests by server</h1>\n");
        AppendHead(html, report);
        foreach (var (name, plot) in ReportPlots.Draw(report, latency))
        {
            var svg = Convert.ToBase64String(Encoding.UTF8.GetBytes(new Figure([plot]).ToSvg()));
            html.Append(CultureInfo.InvariantCulture, $"<p><img alt=\"{Escape(name)}\" width=\"{Figure.Width}\" "
                + $"height=\"{Figure.PlotHeight}\" src=\"data:image/svg+xml;base64,{svg}\"></p>\n");
        }

        foreach (var table in ReportTable.All(report))
        {
            AppendTable(html, table);
        }

        return html.Append("</main></body></html>\n").ToString();
    }

    private static void AppendHead(StringBuilder html, TrafficReport report)
    {
        html.Append(CultureInfo.InvariantCulture, $"<p class=\"muted\">{Escape(ReportTable.Period(report))}</p>\n");
        foreach (var line in LogLines.Of(report.Log))
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"bad\">{Escape(line)}</p>\n");
        }

        html.Append("<dl>");
        foreach (var (name, value) in ReportTable.Figures(report))
        {
            html.Append(CultureInfo.InvariantCulture, $"<div><dt>{Escape(name)}</dt><dd>{Escape(value)}</dd></div>");
        }

        html.Append("</dl>\n");
    }

    private static void AppendTable(StringBuilder html, ReportTable table)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h2>{Escape(table.Title)}</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" "
            + $"aria-label=\"{Escape(table.Title)}\"><table><thead><tr>");
        foreach (var head in table.Heads)
        {
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{Escape(head)}</th>");
        }

        html.Append("</tr></thead><tbody>\n");
        foreach (var row in table.Rows)
        {
            html.Append("<tr>");
            foreach (var cell in row)
            {
                html.Append(CultureInfo.InvariantCulture, $"<td>{Escape(cell)}</td>");
            }

            html.Append("</tr>\n");
        }

        html.Append("</tbody></table></div>\n");
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
