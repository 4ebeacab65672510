namespace LoadBalancer.Dashboard.Charts;

/// <summary>A mark on an axis of time.</summary>
/// <param name="At">What it stands for.</param>
/// <param name="Part">Where it is: 0 at the axis's beginning, 1 at its end.</param>
internal readonly record struct TimeTick(DateTimeOffset At, double Part);
