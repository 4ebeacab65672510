namespace LoadBalancer.Presentation.Charting;

/// <summary>An event, marked by a line through plots.</summary>
/// <param name="Part">The position: 0 at the beginning of the axis of time, 1 at its end.</param>
/// <param name="Text">What happened.</param>
/// <param name="IsBad">Whether it is a fault.</param>
internal sealed record PlotMark(double Part, string Text, bool IsBad);
