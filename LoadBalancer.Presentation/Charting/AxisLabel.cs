namespace LoadBalancer.Presentation.Charting;

/// <summary>The text of a tick on a horizontal axis.</summary>
/// <param name="Part">The position: 0 at the beginning of the axis, 1 at its end.</param>
/// <param name="Text">The text.</param>
internal readonly record struct AxisLabel(double Part, string Text);
