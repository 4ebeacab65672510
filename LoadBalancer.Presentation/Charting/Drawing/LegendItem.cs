namespace LoadBalancer.Presentation.Charting.Drawing;

/// <summary>An entry of a legend.</summary>
/// <param name="Name">What the style stands for.</param>
/// <param name="Class">The style: that of a line, or of a layer or a bar; empty for none.</param>
/// <param name="Value">A value beside the name; <see langword="null"/> for none.</param>
internal sealed record LegendItem(string Name, string Class, string? Value = null)
{
    /// <summary>Whether the style is that of a line.</summary>
    public bool IsLine => Class.StartsWith("line", StringComparison.Ordinal);
}
