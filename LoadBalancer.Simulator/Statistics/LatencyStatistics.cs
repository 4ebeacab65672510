using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Simulator.Statistics;

/// <summary>
/// Latencies with what a histogram alone does not know: the shortest, longest and mean are exact. Any number of them in little memory. One
/// thread at a time.
/// </summary>
/// <param name="buckets">How exact percentiles are.</param>
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

    /// <summary>Counts one; negative ones count as none.</summary>
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
            // More might not fit the recorder.
            ReadHistogram();
        }
    }

    /// <summary>The latency that a part of them did not exceed; none of none.</summary>
    /// <param name="part">Above 0 to 1.</param>
    public TimeSpan Percentile(double part) =>
        ReadHistogram().Percentile(part) is not { } latency ? TimeSpan.Zero
        : latency > Longest ? Longest
        : latency < Shortest ? Shortest
        : latency;

    /// <summary>All that were counted until now. O(buckets).</summary>
    public LatencyHistogram ReadHistogram() => _histogram = LatencyHistogram.Sum([_histogram, _recorder.Take()], buckets);
}
