namespace LoadBalancer.Presentation.Charting.Drawing;

/// <summary>A line or an area over the whole width of the plot.</summary>
/// <param name="Class">Its style.</param>
/// <param name="Path">The path.</param>
/// <param name="Top">The top of the plot.</param>
/// <param name="Height">The height of the plot.</param>
/// <param name="Title">The text that a viewer shows at the pointer; <see langword="null"/> for none.</param>
internal sealed record PathShape(string Class, PlotPath Path, double Top, double Height, string? Title = null) : Shape(Class);
