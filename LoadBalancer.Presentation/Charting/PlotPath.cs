using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace LoadBalancer.Presentation.Charting;

/// <summary>A line or an area within a plot, independent of the plot's size. Immutable.</summary>
internal sealed class PlotPath
{
    public static readonly PlotPath Empty = new([]);

    private readonly ImmutableArray<(char Command, double X, double Y)> _points;

    private PlotPath(ImmutableArray<(char Command, double X, double Y)> points) => _points = points;

    public bool IsEmpty => _points.IsEmpty;

    /// <summary>
    /// Draws a line through the middles of intervals, with gaps where values are absent. A value that stands alone between gaps is a line
    /// as long as its interval.
    /// </summary>
    public static PlotPath Line(IReadOnlyList<double?> values, ValueAxis axis)
    {
        var path = ImmutableArray.CreateBuilder<(char, double, double)>(values.Count + 2);
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is not { } value)
            {
                continue;
            }

            var y = 1 - axis.PartOf(value);
            if (i == 0 || values[i - 1] is null)
            {
                path.Add(('M', (double)i / values.Count, y));
            }

            path.Add(('L', (i + 0.5) / values.Count, y));
            if (i == values.Count - 1 || values[i + 1] is null)
            {
                path.Add(('L', (i + 1.0) / values.Count, y));
            }
        }

        return new(path.ToImmutable());
    }

    /// <summary>Draws a line through points, whose positions are parts of both axes.</summary>
    public static PlotPath Through(IEnumerable<(double X, double Y)> points) =>
        new([.. points.Select((point, i) => (i == 0 ? 'M' : 'L', point.X, 1 - point.Y))]);

    /// <summary>Draws the area from the axis up to heights in the middles of intervals; there is at least one.</summary>
    public static PlotPath Area(IReadOnlyList<double> heights, ValueAxis axis)
    {
        var path = ImmutableArray.CreateBuilder<(char, double, double)>(heights.Count + 5);
        path.Add(('M', 0, 1));
        path.Add(('L', 0, 1 - axis.PartOf(heights[0])));
        for (var i = 0; i < heights.Count; i++)
        {
            path.Add(('L', (i + 0.5) / heights.Count, 1 - axis.PartOf(heights[i])));
        }

        path.Add(('L', 1, 1 - axis.PartOf(heights[^1])));
        path.Add(('L', 1, 1));
        path.Add(('Z', 0, 0));
        return new(path.ToImmutable());
    }

    /// <summary>Returns the path as SVG's path data in a rectangle.</summary>
    public string In(double width, double height, double left = 0, double top = 0)
    {
        var path = new StringBuilder(_points.Length * 12);
        foreach (var (command, x, y) in _points)
        {
            path.Append(command);
            if (command != 'Z')
            {
                path.Append(CultureInfo.InvariantCulture, $"{left + (x * width):0.#},{top + (y * height):0.#}");
            }
        }

        return path.ToString();
    }
}
