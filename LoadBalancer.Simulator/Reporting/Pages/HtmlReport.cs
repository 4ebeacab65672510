using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LoadBalancer.Presentation;
using LoadBalancer.Presentation.Charting.Drawing;
using LoadBalancer.Presentation.Charting.Styles;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Reporting.Pages;

/// <summary>
/// Writes a report as a single HTML file that any browser can open offline: it has no scripts or external resources, and all text from the
/// log is escaped.
/// </summary>
internal static class HtmlReport
{
    /// <summary>The number of rows from which on a table is the last one, and may extend over several printed pages.</summary>
    private const int LongTable = 30;

    /// <summary>The number of columns up to which two tables stand side by side.</summary>
    private const int NarrowTable = 4;

    /// <summary>The height of a card without its picture, in pixels.</summary>
    private const double ChartRoom = 70;

    /// <summary>The height of a card with a table without rows, in pixels.</summary>
    private const double TableRoom = 82;

    private const double RowHeight = 31;

    private const string Logo = """
        <svg viewBox="0 0 32 32" fill="none" stroke-width="5" aria-hidden="true"><path stroke="#3a4fd0" d="M16 5a11 11 0 0 1 9.5 16.5"/>
        <path stroke="#e69f00" d="M22.6 25.8a11 11 0 0 1-15.9-4"/><path stroke="#009e73" d="M5 16A11 11 0 0 1 12 5.8"/></svg>
        """;

    private static readonly string Style = Theme.WriteSheet() + DrawingStyles.Sheet + ReadSheet();

    public static string Write(ReportHead head, TrafficReport report, LatencyStatistics latency)
    {
        var html = new StringBuilder(256 * 1024);
        html.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
            + "content=\"width=device-width, initial-scale=1\">")
            .Append("<meta name=\"color-scheme\" content=\"light dark\">")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">")
            .Append(CultureInfo.InvariantCulture, $"<title>{Escape(head.Title)}</title><style>\n{Style}</style></head><body>\n");
        AppendHead(html, head, report);
        html.Append("<main>\n");
        AppendFigures(html, report);
        AppendCharts(html, report, latency);
        AppendTables(html, report);
        return html.Append("</main></body></html>\n").ToString();
    }

    private static void AppendHead(StringBuilder html, ReportHead head, TrafficReport report)
    {
        html.Append(CultureInfo.InvariantCulture, $"<header><p class=\"product\">{Logo}LoadBalancer</p><h1>{Escape(head.Title)}</h1>")
            .Append("<dl class=\"facts\">");
        foreach (var (name, value) in head.Facts(report))
        {
            var style = name == "Command" ? " class=\"command\"" : "";
            html.Append(CultureInfo.InvariantCulture, $"<dt>{Escape(name)}</dt><dd{style}>{Escape(value)}</dd>");
        }

        html.Append("</dl>\n");
        foreach (var line in report.Warnings())
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"warning\">{Escape(line)}</p>\n");
        }

        html.Append("</header>\n");
    }

    private static void AppendFigures(StringBuilder html, TrafficReport report)
    {
        html.Append("<dl class=\"figures\">");
        foreach (var figure in KeyFigure.All(report))
        {
            html.Append(CultureInfo.InvariantCulture, $"<div class=\"figure{(figure.IsBad ? " bad" : "")}\"><dt>{Escape(figure.Name)}</dt>")
                .Append(CultureInfo.InvariantCulture, $"<dd>{Escape(figure.Value)}</dd><dd class=\"sub\">{Escape(figure.Note)}</dd></div>");
        }

        html.Append("</dl>\n");
    }

    private static void AppendCharts(StringBuilder html, TrafficReport report, LatencyStatistics latency)
    {
        var overTime = ReportCharts.OverTime(report, latency, VisibleText.Of);
        if (!overTime.IsEmpty)
        {
            var width = ReportIntervals.Of(report)!.Width;
            html.Append("<section class=\"card time\"><div class=\"card-head\"><h2>Requests, errors, and latency</h2>")
                .Append(CultureInfo.InvariantCulture, $"<span class=\"note\">intervals of {IntervalText(width)}, times in UTC</span></div>")
                .Append("<div class=\"card-body\">");
            foreach (var chart in overTime)
            {
                html.Append(CultureInfo.InvariantCulture, $"<div><div class=\"chart-head\"><h3>{Escape(chart.Title)}</h3>");
                AppendLegend(html, chart.Legend);
                html.Append(CultureInfo.InvariantCulture, $"</div>{FluidSvg.Write(chart.Picture)}</div>\n");
            }

            html.Append("</div></section>\n");
        }

        Chart[] others = [.. ReportCharts.Others(report, latency, VisibleText.Of)];
        if (others is [_, var curve, _])
        {
            html.Append(CardOf(curve));
            others = [others[0], others[2]];
        }

        AppendPair(html, [.. others.Select(chart => (chart.Picture.Height + ChartRoom, CardOf(chart)))]);
    }

    private static string CardOf(Chart chart)
    {
        var card = new StringBuilder("<section class=\"card\"><div class=\"card-head\">")
            .Append(CultureInfo.InvariantCulture, $"<h2>{Escape(chart.Title)}</h2>")
            .Append(CultureInfo.InvariantCulture, $"<span class=\"note\">{Escape(chart.Note)}</span></div><div class=\"card-body\">");
        AppendLegend(card, chart.Legend);
        return card.Append(CultureInfo.InvariantCulture, $"{FluidSvg.Write(chart.Picture)}</div></section>\n").ToString();
    }

    /// <summary>
    /// Stacks a few cards in two columns, as equal in height as possible, whose last cards end together, so that nothing looks missing.
    /// </summary>
    private static void AppendPair(StringBuilder html, (double Height, string Card)[] cards)
    {
        var whole = cards.Sum(card => card.Height);

        // The first card is in the left column.
        var left = Enumerable.Range(0, 1 << Math.Max(0, cards.Length - 1)).Select(others => (others << 1) | 1)
            .MinBy(chosen => Math.Abs(whole - (2 * HeightOf(chosen))));
        html.Append("<div class=\"pair\">");
        AppendStack(left);
        AppendStack(~left);

        html.Append("</div>\n");

        double HeightOf(int chosen) => cards.Where((_, i) => ((chosen >> i) & 1) == 1).Sum(card => card.Height);

        void AppendStack(int chosen)
        {
            var stack = string.Concat(cards.Where((_, i) => ((chosen >> i) & 1) == 1).Select(card => card.Card));
            html.Append(stack.Length == 0 ? "" : $"<div class=\"stack\">{stack}</div>");
        }
    }

    private static void AppendLegend(StringBuilder html, ImmutableArray<LegendItem> legend)
    {
        if (legend.IsEmpty)
        {
            return;
        }

        html.Append("<ul class=\"legend\">");
        foreach (var item in legend)
        {
            html.Append("<li>").Append(item switch
            {
                { Class: "" } => "",
                { IsLine: true } => "<svg class=\"chart\" aria-hidden=\"true\">"
                    + $"<line class=\"{item.Class}\" x2=\"100%\" y1=\"5\" y2=\"5\"/></svg>",
                _ => $"<svg class=\"chart square {item.Class}\" aria-hidden=\"true\">"
                    + "<rect class=\"swatch-area\" width=\"10\" height=\"10\" rx=\"3\"/></svg>",
            });
            html.Append(Escape(item.Name)).Append(item.Value is { } value ? $" <b>{Escape(value)}</b>" : "").Append("</li>");
        }

        html.Append("</ul>");
    }

    private static void AppendTables(StringBuilder html, TrafficReport report)
    {
        ReportTable[] tables = [.. ReportTable.All(report)];
        Append(table => table.Rows.Count < LongTable && table.Heads.Length > NarrowTable);
        AppendPair(html, [.. tables.Where(table => table.Heads.Length <= NarrowTable)
            .Select(table => (TableRoom + (table.Rows.Count * RowHeight), CardOf(table)))]);
        Append(table => table.Rows.Count >= LongTable && table.Heads.Length > NarrowTable);

        void Append(Func<ReportTable, bool> isChosen)
        {
            foreach (var table in tables.Where(isChosen))
            {
                html.Append(CardOf(table));
            }
        }
    }

    private static string CardOf(ReportTable table)
    {
        var (html, title) = (new StringBuilder(), Escape(table.Title));
        var look = table.Heads.Length > NarrowTable ? " class=\"wide\"" : "";
        html.Append(CultureInfo.InvariantCulture, $"<section class=\"card{(table.Rows.Count >= LongTable ? " long" : "")}\">")
            .Append(CultureInfo.InvariantCulture, $"<div class=\"card-head\"><h2>{title}</h2></div>")
            .Append(CultureInfo.InvariantCulture, $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{title}\">")
            .Append(CultureInfo.InvariantCulture, $"<table{look}><thead><tr>");
        foreach (var head in table.Heads)
        {
            html.Append(head.EndsWith(" ms", StringComparison.Ordinal)
                ? $"<th scope=\"col\" class=\"unit\">{Escape(head)}</th>"
                : $"<th scope=\"col\">{Escape(head)}</th>");
        }

        html.Append("</tr></thead><tbody>\n");
        foreach (var row in table.Rows)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Escape(row[0])}</th>");
            for (var i = 1; i < row.Length; i++)
            {
                html.Append(CultureInfo.InvariantCulture, $"<td data-label=\"{Escape(table.Heads[i])}\"")
                    .Append(i == table.Errors && row[i] != "0" ? " class=\"bad\">" : ">").Append(Escape(row[i])).Append("</td>");
            }

            html.Append("</tr>\n");
        }

        return html.Append("</tbody></table></div></section>\n").ToString();
    }

    private static string IntervalText(TimeSpan width) => width switch
    {
        _ when width.Ticks % TimeSpan.TicksPerHour == 0 => $"{Figures.Count(width.TotalHours)} h",
        _ when width.Ticks % TimeSpan.TicksPerMinute == 0 => $"{Figures.Count(width.TotalMinutes)} min",
        _ => $"{Figures.Count(width.TotalSeconds)} s",
    };

    private static string Escape(string text) => XmlText.Escape(VisibleText.Of(text));

    private static string ReadSheet()
    {
        using var file = typeof(HtmlReport).Assembly.GetManifestResourceStream("report.css")
            ?? throw new InvalidOperationException("The embedded style sheet is missing.");
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
