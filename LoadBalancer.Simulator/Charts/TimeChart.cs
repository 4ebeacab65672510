using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace LoadBalancer.Simulator.Charts;

/// <summary>Draws values over time as stacked areas and lines.</summary>
internal static class TimeChart
{
    /// <summary>Draws stacked areas, with lines over them.</summary>
    /// <param name="title">The title of the chart.</param>
    /// <param name="left">The label of the vertical axis.</param>
    /// <param name="times">The times of the values, in order.</param>
    /// <param name="areas">The series that add up to a total.</param>
    /// <param name="lines">The series that do not add up.</param>
    public static Plot Draw(
        string title, string left, IReadOnlyList<DateTimeOffset> times, IReadOnlyList<LineSeries> areas, IReadOnlyList<LineSeries> lines)
    {
        var plot = PlotStyle.Create(title, left, "time (UTC)");
        double[] places = [.. times.Select(time => time.UtcDateTime.ToOADate())];
        Stack(plot, places, areas);
        Add(plot, places, lines, areas.Count + lines.Count);
        plot.Axes.Bottom.TickGenerator = new DateTimeAutomatic { LabelFormatter = LabelOf(times) };
        Finish(plot, areas.Count + lines.Count);
        return plot;
    }

    /// <summary>Draws areas and lines over the seconds of a simulation, with a vertical line at each event.</summary>
    public static Plot Draw(
        string title,
        string left,
        IReadOnlyList<double> seconds,
        IReadOnlyList<LineSeries> areas,
        IReadOnlyList<LineSeries> lines,
        IEnumerable<(double Second, string What)> marks)
    {
        var plot = PlotStyle.Create(title, left, "seconds");
        Stack(plot, [.. seconds], areas);
        Add(plot, [.. seconds], lines, areas.Count + lines.Count);
        Finish(plot, areas.Count + lines.Count);
        plot.Axes.SetLimitsX(0, seconds.Count == 0 ? 1 : seconds[^1]);
        foreach (var (second, what) in marks)
        {
            Mark(plot, second, what);
        }

        return plot;
    }

    /// <summary>Draws a vertical line across the plot, labeled with the event.</summary>
    private static void Mark(Plot plot, double second, string what)
    {
        plot.Add.VerticalLine(second, 1, PlotStyle.Muted, LinePattern.Dotted);
        var label = plot.Add.Text(PlotStyle.Cut(what, 32), second, plot.Axes.GetLimits().Top);
        label.LabelRotation = 90;
        label.LabelAlignment = Alignment.LowerLeft;
        label.LabelFontSize = 11;
        label.LabelFontColor = Color.FromHex("#5A6472");
        label.OffsetX = 2;
        label.OffsetY = 4;
    }

    private static void Stack(Plot plot, double[] places, IReadOnlyList<LineSeries> areas)
    {
        var below = new double[places.Length];
        for (var i = 0; i < areas.Count; i++)
        {
            double[] above = [.. below.Zip(areas[i].Values, (sum, value) => sum + value)];
            var area = plot.Add.FillY(places, below, above);
            area.FillColor = PlotStyle.ColorOf(i).WithAlpha(0.85);
            area.LineWidth = 0;
            area.MarkerSize = 0;
            area.LegendText = PlotStyle.Cut(areas[i].Name, 24);
            below = above;
        }
    }

    private static void Add(Plot plot, double[] places, IReadOnlyList<LineSeries> lines, int series)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var line = plot.Add.Scatter(places, lines[i].Values.ToArray(), lines[i].IsBad ? PlotStyle.Bad : PlotStyle.ColorOf(i));
            line.LineWidth = 1.8f;
            line.MarkerSize = 0;
            line.LegendText = series > 1 ? PlotStyle.Cut(lines[i].Name, 36) : "";
        }
    }

    private static void Finish(Plot plot, int series)
    {
        plot.Axes.AutoScale();
        var limits = plot.Axes.GetLimits();
        plot.Axes.SetLimitsY(0, Math.Max(limits.Top, 1e-9));
        if (series > 1)
        {
            plot.ShowLegend(Edge.Right);
        }
    }

    private static Func<DateTime, string> LabelOf(IReadOnlyList<DateTimeOffset> times)
    {
        var length = times.Count == 0 ? TimeSpan.Zero : times[^1] - times[0];
        var format = length > TimeSpan.FromDays(2) ? "yyyy-MM-dd" : length > TimeSpan.FromMinutes(10) ? "HH:mm" : "HH:mm:ss";
        return time => time.ToString(format, CultureInfo.InvariantCulture);
    }
}
