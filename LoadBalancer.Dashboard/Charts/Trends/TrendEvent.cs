namespace LoadBalancer.Dashboard.Charts.Trends;

/// <summary>An event to mark.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Text">What happened, in a few words.</param>
/// <param name="IsBad">Whether it is a fault.</param>
internal readonly record struct TrendEvent(DateTimeOffset At, string Text, bool IsBad);
