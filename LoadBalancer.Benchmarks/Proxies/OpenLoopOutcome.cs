namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>What clients have seen at a fixed rate; times in milliseconds.</summary>
/// <param name="Responded">Whole answers of 200.</param>
/// <param name="Failed">Others.</param>
/// <param name="P50">The median of their latency, from when they were due.</param>
/// <param name="P99">The same for one in a hundred.</param>
/// <param name="P999">The same for one in a thousand.</param>
/// <param name="Late">How late one in a hundred was begun: the generator's own part.</param>
internal sealed record OpenLoopOutcome(int Responded, int Failed, double P50, double P99, double P999, double Late)
{
    /// <param name="sorted">At least one value, the least first.</param>
    /// <param name="part">0 to 1.</param>
    public static double Percentile(IReadOnlyList<double> sorted, double part) =>
        sorted[Math.Min(sorted.Count - 1, (int)(part * sorted.Count))];
}
