namespace LoadBalancer.Presentation.Charting;

/// <summary>A tick on an axis of values.</summary>
/// <param name="Value">The value of the tick.</param>
/// <param name="Part">The position: 0 at the beginning of the axis, 1 at its end.</param>
internal readonly record struct AxisTick(double Value, double Part);
