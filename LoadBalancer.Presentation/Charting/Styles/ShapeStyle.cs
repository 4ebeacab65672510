namespace LoadBalancer.Presentation.Charting.Styles;

/// <summary>The style of a shape, without variables.</summary>
/// <param name="Fill">The color of its inside, as <c>#rrggbb</c>; <see langword="null"/> for none.</param>
/// <param name="Stroke">The color of its outline; <see langword="null"/> for none.</param>
/// <param name="StrokeWidth">The width of the outline, in pixels.</param>
/// <param name="Dashes">The lengths of dashes and gaps, in pixels; empty for a solid line.</param>
/// <param name="FontSize">The size of its text, in pixels.</param>
/// <param name="IsBold">Whether its text is bold.</param>
/// <param name="IsCrisp">Whether its edges are on whole pixels.</param>
internal sealed record ShapeStyle(
    string? Fill, string? Stroke, double StrokeWidth, IReadOnlyList<double> Dashes, double FontSize, bool IsBold, bool IsCrisp);
