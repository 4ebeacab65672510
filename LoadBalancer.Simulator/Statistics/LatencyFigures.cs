namespace LoadBalancer.Simulator.Statistics;

/// <summary>How long requests took, in milliseconds.</summary>
internal sealed record LatencyFigures(double Min, double Mean, double P50, double P90, double P99, double P999, double Max)
{
    /// <summary>The figures; <see langword="null"/> of no requests.</summary>
    public static LatencyFigures? Of(DurationHistogram durations) => durations.Count == 0
        ? null
        : new(
            Milliseconds(durations.Shortest),
            Milliseconds(durations.Mean),
            Milliseconds(durations.Percentile(0.5)),
            Milliseconds(durations.Percentile(0.9)),
            Milliseconds(durations.Percentile(0.99)),
            Milliseconds(durations.Percentile(0.999)),
            Milliseconds(durations.Longest));

    public static double Milliseconds(TimeSpan duration) => Math.Round(duration.TotalMilliseconds, 3);
}
