namespace LoadBalancer.Presentation.Charting.Drawing;

/// <summary>Draws plots.</summary>
internal static class PlotPictures
{
    /// <summary>The distance of texts from the axis of values.</summary>
    private const double Gap = 8;

    /// <summary>The length of labels of which a narrow page hides every other one.</summary>
    private const int LongLabel = 8;

    public static Picture Draw(Plot plot, PlotFrame frame) => new(
        frame.Left,
        frame.WholeHeight,
        [
            .. Grid(plot, frame), .. Series(plot, frame), .. Marks(frame), .. MarkNames.Draw(frame), .. Message(frame), .. Cursor(frame),
            .. Labels(frame),
        ]);

    private static IEnumerable<Shape> Grid(Plot plot, PlotFrame frame)
    {
        for (var i = 0; i < plot.Ticks.Length; i++)
        {
            var y = frame.Top + (frame.Height * (1 - plot.Axis.Ticks[i].Part));
            yield return new LineShape("grid", 0, y, 1, y);
            yield return new TextShape("axis", 0, -Gap, y + 4, plot.Ticks[i], TextAnchor.End);
        }
    }

    /// <summary>Draws the last series first: the first line must not be hidden, and a layer covers what is below it.</summary>
    private static IEnumerable<Shape> Series(Plot plot, PlotFrame frame) => plot.Series.Reverse().Where(series => !series.Path.IsEmpty)
        .Select(series => new PathShape(series.Class, series.Path, frame.Top, frame.Height, frame.HasTitles ? series.Name : null));

    private static IEnumerable<Shape> Marks(PlotFrame frame)
    {
        foreach (var mark in frame.Marks)
        {
            var top = frame.NamesWithin is null ? frame.Top : frame.Top - 12;
            yield return new LineShape(mark.IsBad ? "mark bad" : "mark", mark.Part, top, mark.Part, frame.Top + frame.Height);
            if (frame.HasSigns)
            {
                yield return new TextShape(mark.IsBad ? "mark-sign bad" : "mark-sign", mark.Part, 0, frame.Top - 2, "▾", TextAnchor.Middle);
            }
        }
    }

    private static IEnumerable<Shape> Message(PlotFrame frame) => frame.Message is { } message
        ? [new TextShape("note", 0.5, 0, frame.Top + (frame.Height / 2) + 4, message, TextAnchor.Middle)]
        : [];

    private static IEnumerable<Shape> Cursor(PlotFrame frame) =>
        frame.HasCursor ? [new LineShape("cursor", 0, frame.Top, 0, frame.Top + frame.Height)] : [];

    private static IEnumerable<Shape> Labels(PlotFrame frame) => frame.Labels.Select((label, i) => new TextShape(
        i % 2 == 1 && label.Text.Length >= LongLabel ? "axis between" : "axis",
        label.Part,
        0,
        frame.Top + frame.Height + 18,
        label.Text,
        label.Part > 0.96 ? TextAnchor.End : label.Part < 0.04 ? TextAnchor.Start : TextAnchor.Middle));
}
