namespace LoadBalancer.Presentation.Charting.Drawing;

/// <summary>Arranges the names of marks above a plot so that they do not overlap.</summary>
internal static class MarkNames
{
    private const double LineHeight = 14;
    private const double FontSize = 11;
    private const double Gap = 5;
    private const int MostLines = 6;

    /// <summary>Returns the room that the names take above a plot.</summary>
    public static double HeightOf(IEnumerable<PlotMark> marks, double width) =>
        Arrange(marks, width).Select(placed => placed.Line + 1).DefaultIfEmpty().Max() * LineHeight;

    /// <summary>Draws the names beside the lines, those of the lowest line next to the plot; names without room are omitted.</summary>
    public static IEnumerable<Shape> Draw(PlotFrame frame) => frame.NamesWithin is not { } width
        ? []
        : Arrange(frame.Marks, width).Select(placed => new TextShape(
            placed.Mark.IsBad ? "mark-name bad" : "mark-name",
            placed.Mark.Part,
            placed.IsLeft ? -Gap : Gap,
            frame.Top - 4 - (placed.Line * LineHeight),
            placed.Mark.Text,
            placed.IsLeft ? TextAnchor.End : TextAnchor.Start));

    private static IEnumerable<(PlotMark Mark, int Line, bool IsLeft)> Arrange(IEnumerable<PlotMark> marks, double width)
    {
        var ends = new double[MostLines];
        Array.Fill(ends, double.NegativeInfinity);
        foreach (var mark in marks.OrderBy(mark => mark.Part))
        {
            var length = TextWidth.Of(mark.Text, FontSize) + (2 * Gap);
            var at = mark.Part * width;
            var isLeft = at + length > width;
            var (from, to) = isLeft ? (at - length, at) : (at, at + length);
            var line = Array.FindIndex(ends, end => end <= from);
            if (line >= 0)
            {
                ends[line] = to;
                yield return (mark, line, isLeft);
            }
        }
    }
}
