namespace LoadBalancer.Simulator.Statistics;

/// <summary>Figures of the latency of requests, in milliseconds.</summary>
internal sealed record LatencyFigures(double Min, double Mean, double P50, double P90, double P99, double P999, double Max)
{
    /// <summary>Returns the figures, or <see langword="null"/> if there are no requests.</summary>
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
