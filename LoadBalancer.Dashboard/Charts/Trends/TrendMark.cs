namespace LoadBalancer.Dashboard.Charts.Trends;

/// <summary>One or several events of the same interval, above a chart.</summary>
/// <param name="Interval">The interval.</param>
/// <param name="Text">What happened.</param>
/// <param name="IsBad">Whether one of the events is a fault.</param>
internal sealed record TrendMark(int Interval, string Text, bool IsBad);
