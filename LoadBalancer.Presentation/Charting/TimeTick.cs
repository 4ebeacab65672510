namespace LoadBalancer.Presentation.Charting;

/// <summary>A tick on an axis of time.</summary>
/// <param name="At">The time of the tick.</param>
/// <param name="Part">The position: 0 at the beginning of the axis, 1 at its end.</param>
internal readonly record struct TimeTick(DateTimeOffset At, double Part);
