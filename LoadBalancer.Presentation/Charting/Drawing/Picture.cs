using System.Collections.Immutable;

namespace LoadBalancer.Presentation.Charting.Drawing;

/// <summary>Shapes on a plot with room for axes beside it, of any width.</summary>
/// <param name="Left">The room to the left of the plot, in pixels.</param>
/// <param name="Height">The whole height, in pixels.</param>
/// <param name="Shapes">The shapes; later ones are drawn over earlier ones.</param>
internal sealed record Picture(double Left, double Height, ImmutableArray<Shape> Shapes)
{
    /// <summary>The room to the right of the plot, in pixels.</summary>
    public double Right { get; init; }

    /// <summary>What the picture shows, for those who cannot see it; <see langword="null"/> if it stands beside the picture.</summary>
    public string? Label { get; init; }
}
