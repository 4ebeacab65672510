using System.Collections.Immutable;

namespace LoadBalancer.Presentation.Charting;

/// <summary>Lines or stacked layers with one axis of values.</summary>
/// <param name="Title">What the values are, with their unit.</param>
/// <param name="Axis">The axis of values.</param>
/// <param name="Ticks">The texts of the ticks of <paramref name="Axis"/>.</param>
/// <param name="Series">The lines or layers. The first line is drawn over the others; the first layer is the lowest.</param>
internal sealed record Plot(string Title, ValueAxis Axis, ImmutableArray<string> Ticks, ImmutableArray<PlotSeries> Series)
{
    /// <summary>Returns a plot of lines over intervals of time.</summary>
    /// <param name="title">What the values are, with their unit.</param>
    /// <param name="axis">The axis of values.</param>
    /// <param name="tickOf">Returns the text of a tick.</param>
    /// <param name="textOf">Returns the text of a value.</param>
    /// <param name="series">The name, the style, and the values of each line; a value that is absent leaves a gap.</param>
    public static Plot Lines(
        string title,
        ValueAxis axis,
        Func<double, string> tickOf,
        Func<double, string> textOf,
        IEnumerable<(string Name, string Class, IReadOnlyList<double?> Values)> series) => new(
            title,
            axis,
            TextsOf(axis, tickOf),
            [
                .. series.Select(one => new PlotSeries(
                    one.Name,
                    $"line {one.Class}".TrimEnd(),
                    PlotPath.Line(one.Values, axis),
                    [.. one.Values.Select(value => value is { } known ? textOf(known) : Figures.None)])),
            ]);

    /// <summary>Returns a plot of layers that add up.</summary>
    /// <param name="title">What the values are, with their unit.</param>
    /// <param name="tickOf">Returns the text of a tick.</param>
    /// <param name="textOf">Returns the text of a value.</param>
    /// <param name="layers">The name, the style, and the values of each layer, the lowest first; all have equally many values.</param>
    public static Plot Layers(
        string title,
        Func<double, string> tickOf,
        Func<double, string> textOf,
        IReadOnlyList<(string Name, string Class, IReadOnlyList<double> Values)> layers)
    {
        var heights = new double[layers.Count == 0 ? 0 : layers[0].Values.Count];
        var tops = layers.Select(layer => heights = [.. heights.Zip(layer.Values, (sum, value) => sum + value)]).ToArray();
        var axis = ValueAxis.For(heights.DefaultIfEmpty().Max());
        return new(
            title,
            axis,
            TextsOf(axis, tickOf),
            [
                .. layers.Select((layer, i) => new PlotSeries(
                    layer.Name,
                    $"layer {layer.Class}",
                    heights.Length == 0 ? PlotPath.Empty : PlotPath.Area(tops[i], axis),
                    [.. layer.Values.Select(textOf)])),
            ]);
    }

    private static ImmutableArray<string> TextsOf(ValueAxis axis, Func<double, string> tickOf) =>
        [.. axis.Ticks.Select(tick => tickOf(tick.Value))];
}
