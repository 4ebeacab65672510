namespace LoadBalancer.Presentation.Charting.Styles;

/// <summary>The colors of a shape in the dark theme.</summary>
/// <param name="Fill">The color of its inside; <see langword="null"/> for none.</param>
/// <param name="Stroke">The color of its outline; <see langword="null"/> for none.</param>
internal sealed record DarkColor(string? Fill, string? Stroke);
