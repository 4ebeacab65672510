namespace LoadBalancer.Dashboard.Charts;

/// <summary>A mark on an axis of values.</summary>
/// <param name="Value">What it stands for.</param>
/// <param name="Part">Where it is: 0 at the axis's beginning, 1 at its end.</param>
internal readonly record struct AxisTick(double Value, double Part);
