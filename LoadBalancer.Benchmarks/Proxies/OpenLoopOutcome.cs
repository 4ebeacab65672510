namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>The results of clients that send requests at a fixed rate; times are in milliseconds.</summary>
/// <param name="Responded">The number of complete responses with status 200.</param>
/// <param name="Failed">The number of requests without a complete response.</param>
/// <param name="P50">The median latency, measured from when each request was due.</param>
/// <param name="P99">The 99th percentile of the latency.</param>
/// <param name="P999">The 99.9th percentile of the latency.</param>
/// <param name="Late">The 99th percentile of how late requests were sent, as far as the load generator itself is the cause.</param>
internal sealed record OpenLoopOutcome(int Responded, int Failed, double P50, double P99, double P999, double Late)
{
    /// <summary>Returns a percentile.</summary>
    /// <param name="sorted">At least one value, in ascending order.</param>
    /// <param name="part">The percentile as a fraction, 0 to 1.</param>
    public static double Percentile(IReadOnlyList<double> sorted, double part) =>
        sorted[Math.Min(sorted.Count - 1, (int)(part * sorted.Count))];
}
