using ScottPlot;

namespace LoadBalancer.Simulator.Charts;

/// <summary>A bar chart with one bar for each name.</summary>
internal static class BarChart
{
    private const int MostBars = 200;

    /// <param name="title">The title of the chart.</param>
    /// <param name="left">The label of the vertical axis: what the height of a bar means.</param>
    /// <param name="bars">The names and heights, in order; only the first 200 are drawn.</param>
    /// <param name="mean">The value and name of a horizontal line across the chart, if any.</param>
    public static Plot Draw(
        string title, string left, IReadOnlyList<(string Name, double Value)> bars, (string Name, double Value)? mean = null)
    {
        var shown = bars.Take(MostBars).ToArray();
        var plot = PlotStyle.Create(title, left, shown.Length < bars.Count ? $"first {MostBars} of {bars.Count}" : "");
        for (var place = 0; place < shown.Length; place++)
        {
            plot.Add.Bar(
                new Bar { Position = place, Value = shown[place].Value, FillColor = PlotStyle.ColorOf(0), LineWidth = 0, Size = 0.75 });
        }

        if (mean is { } line)
        {
            var across = plot.Add.HorizontalLine(line.Value, 1.5f, PlotStyle.Bad, LinePattern.Dashed);
            across.LegendText = line.Name;
            plot.ShowLegend(Alignment.UpperRight);
        }

        PlotStyle.Name(plot, [.. shown.Select(bar => bar.Name)]);
        plot.Axes.SetLimits(
            -0.7,
            Math.Max(1, shown.Length) - 0.3,
            0,
            1.15 * Math.Max(shown.Select(bar => bar.Value).DefaultIfEmpty(1).Max(), mean?.Value ?? 0));
        return plot;
    }
}
