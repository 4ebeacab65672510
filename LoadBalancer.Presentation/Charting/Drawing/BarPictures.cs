namespace LoadBalancer.Presentation.Charting.Drawing;

/// <summary>Draws horizontal bars with their names to the left and their values to the right.</summary>
internal static class BarPictures
{
    private const double RowHeight = 24;
    private const double BarHeight = 12;
    private const double Top = 4;
    private const double FontSize = 12;
    private const double Gap = 10;
    private const int LongestName = 20;

    /// <summary>Returns the picture.</summary>
    /// <param name="bars">The bars, from top to bottom.</param>
    /// <param name="tickOf">Returns the text of a tick of the axis below the bars.</param>
    /// <param name="label">What the picture shows, for those who cannot see it.</param>
    public static Picture Draw(IReadOnlyList<Bar> bars, Func<double, string> tickOf, string label)
    {
        var axis = ValueAxis.For(bars.Select(bar => Math.Max(bar.Value, bar.Expected ?? 0)).DefaultIfEmpty().Max());
        var left = bars.Select(bar => TextWidth.Of(Cut(bar.Name), FontSize)).DefaultIfEmpty().Max() + Gap;
        var right = bars.Select(bar => TextWidth.Of(bar.Text, FontSize)).DefaultIfEmpty().Max() + Gap;
        var bottom = Top + (bars.Count * RowHeight);
        return new(
            left,
            bottom + 24,
            [
                .. axis.Ticks.SelectMany(tick => AxisOf(tick, tickOf(tick.Value), bottom)),
                .. bars.SelectMany((bar, row) => Row(bar, Top + (row * RowHeight), axis, left, right)),
            ])
        {
            Right = right,
            Label = label,
        };
    }

    /// <summary>Shortens a name in the middle, since the names of servers differ at their ends.</summary>
    public static string Cut(string name) => VisibleText.Shorten(name, LongestName);

    private static IEnumerable<Shape> AxisOf(AxisTick tick, string text, double bottom) =>
    [
        new LineShape("grid", tick.Part, Top, tick.Part, bottom),
        new TextShape("axis", tick.Part, 0, bottom + 16, text, TextAnchor.Middle),
    ];

    private static IEnumerable<Shape> Row(Bar bar, double top, ValueAxis axis, double left, double right)
    {
        var middle = top + (RowHeight / 2);
        yield return new TextShape("name", 0, -left, middle + 4, Cut(bar.Name), TextAnchor.Start);
        yield return new RectShape(
            $"value {bar.Class}", 0, middle - (BarHeight / 2), axis.PartOf(bar.Value), BarHeight);
        yield return new TextShape("note", 1, right, middle + 4, bar.Text, TextAnchor.End);
        if (bar.Expected is { } expected)
        {
            var part = axis.PartOf(expected);
            yield return new LineShape("expected", part, middle - (BarHeight / 2) - 3, part, middle + (BarHeight / 2) + 3);
        }
    }
}
