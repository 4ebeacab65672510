using System.Collections.Immutable;

namespace LoadBalancer.Presentation.Charting.Drawing;

/// <summary>Where a plot stands, and what it shares with the plots below and above it.</summary>
/// <param name="Left">The room for the axis of values, in pixels.</param>
/// <param name="Top">The room above the plot, in pixels.</param>
/// <param name="Height">The height of the plot itself, in pixels.</param>
internal sealed record PlotFrame(double Left, double Top, double Height)
{
    /// <summary>The labels of the horizontal axis; none if another plot has them.</summary>
    public ImmutableArray<AxisLabel> Labels { get; init; } = [];

    /// <summary>The marks.</summary>
    public ImmutableArray<PlotMark> Marks { get; init; } = [];

    /// <summary>Whether the signs of the marks stand above the plot.</summary>
    public bool HasSigns { get; init; }

    /// <summary>Whether there is a line for a script to move.</summary>
    public bool HasCursor { get; init; }

    /// <summary>Whether lines and layers show their names at the pointer without a script.</summary>
    public bool HasTitles { get; init; }

    /// <summary>The text in the middle of a plot that shows nothing; <see langword="null"/> for none.</summary>
    public string? Message { get; init; }

    /// <summary>
    /// The width of the plot if it is known, so that the names of the marks are arranged above the plot; otherwise
    /// <see langword="null"/>, and marks have no names.
    /// </summary>
    public double? NamesWithin { get; init; }

    /// <summary>The height of the plot with what is above and below it.</summary>
    public double WholeHeight => Top + Height + (Labels.IsEmpty ? 8 : 30);
}
