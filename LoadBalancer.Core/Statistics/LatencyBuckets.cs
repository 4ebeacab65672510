using System.Numerics;

namespace LoadBalancer.Core.Statistics;

/// <summary>
/// The buckets of a latency histogram: a number of buckets of equal width for each power of two of microseconds, so that a bucket's width
/// is a fixed fraction of the durations in it (the layout of HdrHistogram in base two). Immutable, thread-safe; each member is O(1).
/// </summary>
public sealed class LatencyBuckets
{
    /// <summary>
    /// 16 buckets for each power of two, so that a bucket's width is at most a sixteenth of the durations in it; durations from about 37
    /// hours on share the last one. Gateways exchange and store counts by these buckets: a wire contract between builds.
    /// </summary>
    public static readonly LatencyBuckets Wire = new(subBits: 4, maxExponent: 36);

    /// <summary>
    /// 128 buckets for each power of two, so that a bucket's width is at most 0.8 % of the durations in it; durations from about 71 years
    /// on share the last one. For measurements within a process.
    /// </summary>
    public static readonly LatencyBuckets Fine = new(subBits: 7, maxExponent: 50);

    private readonly int _subBits;

    private LatencyBuckets(int subBits, int maxExponent)
    {
        _subBits = subBits;
        Count = (maxExponent - subBits + 2) << subBits;
    }

    /// <summary>The number of buckets. Durations that exceed all of them are in the last one.</summary>
    public int Count { get; }

    /// <summary>Returns the bucket of a duration; negative durations count as zero.</summary>
    public int IndexOf(TimeSpan duration)
    {
        var microseconds = (ulong)Math.Max(0, duration.Ticks / TimeSpan.TicksPerMicrosecond);
        if (microseconds < 1UL << _subBits)
        {
            return (int)microseconds;
        }

        var shift = BitOperations.Log2(microseconds) - _subBits;
        return Math.Min(Count - 1, (shift << _subBits) + (int)(microseconds >> shift));
    }

    /// <summary>Returns the shortest duration in a bucket; every longer one up to that of the next bucket is in it too.</summary>
    /// <param name="bucket">The bucket, 0 to <see cref="Count"/> exclusive.</param>
    public TimeSpan LowerBoundOf(int bucket)
    {
        var subCount = 1 << _subBits;
        if (bucket < subCount)
        {
            return TimeSpan.FromMicroseconds(bucket);
        }

        var shift = (bucket >> _subBits) - 1;
        return TimeSpan.FromMicroseconds((long)((bucket & (subCount - 1)) + subCount) << shift);
    }

    /// <summary>Returns the duration that represents a bucket: its middle, or the lower bound of the last one.</summary>
    /// <param name="bucket">The bucket, 0 to <see cref="Count"/> exclusive.</param>
    public TimeSpan MiddleOf(int bucket) =>
        bucket == Count - 1 ? LowerBoundOf(bucket) : (LowerBoundOf(bucket) + LowerBoundOf(bucket + 1)) / 2;
}
