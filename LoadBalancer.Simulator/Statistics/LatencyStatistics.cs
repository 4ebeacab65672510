using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Simulator.Statistics;

/// <summary>
/// Statistics of any number of latencies, in little memory. Percentiles come from a histogram; shortest, longest and mean are exact. Not
/// thread-safe.
/// </summary>
/// <param name="buckets">The buckets of the histogram, which determine the precision of percentiles.</param>
internal sealed class LatencyStatistics(LatencyBuckets buckets)
{
    private readonly LatencyRecorder _recorder = new(buckets);
    private LatencyHistogram _histogram = LatencyHistogram.Empty;
    private long _sum;
    private long _least = long.MaxValue;

    public long Count { get; private set; }

    public TimeSpan Longest { get; private set; }

    public TimeSpan Shortest => Count == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(_least);

    public TimeSpan Mean => Count == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(_sum / Count);

    /// <summary>Records a latency; a negative one counts as zero.</summary>
    public void Record(TimeSpan latency)
    {
        var ticks = Math.Max(0, latency.Ticks);
        _recorder.Record(latency);
        _sum += ticks;
        _least = Math.Min(_least, ticks);
        Longest = ticks > Longest.Ticks ? TimeSpan.FromTicks(ticks) : Longest;
        Count++;
        if (Count % int.MaxValue == 0)
        {
            // The counters of the recorder could overflow otherwise.
            ReadHistogram();
        }
    }

    /// <summary>Returns the latency that a fraction of the requests did not exceed; zero if there are no requests.</summary>
    /// <param name="part">The fraction: from 0, exclusive, to 1, inclusive.</param>
    public TimeSpan Percentile(double part) =>
        ReadHistogram().Percentile(part) is not { } latency ? TimeSpan.Zero
        : latency > Longest ? Longest
        : latency < Shortest ? Shortest
        : latency;

    /// <summary>Returns the histogram of all latencies so far. O(buckets).</summary>
    public LatencyHistogram ReadHistogram() => _histogram = LatencyHistogram.Sum([_histogram, _recorder.Take()], buckets);
}
