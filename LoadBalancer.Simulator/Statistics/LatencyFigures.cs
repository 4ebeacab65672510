namespace LoadBalancer.Simulator.Statistics;

/// <summary>How long requests took, in milliseconds.</summary>
internal sealed record LatencyFigures(double Min, double Mean, double P50, double P90, double P99, double P999, double Max)
{
    /// <summary>The figures; <see langword="null"/> of no requests.</summary>
    public static LatencyFigures? Of(LatencyStatistics latency) => latency.Count == 0
        ? null
        : new(
            Milliseconds(latency.Shortest),
            Milliseconds(latency.Mean),
            Milliseconds(latency.Percentile(0.5)),
            Milliseconds(latency.Percentile(0.9)),
            Milliseconds(latency.Percentile(0.99)),
            Milliseconds(latency.Percentile(0.999)),
            Milliseconds(latency.Longest));

    public static double Milliseconds(TimeSpan duration) => Math.Round(duration.TotalMilliseconds, 3);
}
