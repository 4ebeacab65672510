using System.Numerics;

namespace LoadBalancer.Core.Statistics;

/// <summary>
/// The buckets that durations are counted in: 16 of equal width for each power of two of microseconds, so that a bucket
/// is at most a sixteenth as wide as the durations in it are long (the layout of HdrHistogram with one significant
/// hexadecimal digit). A wire contract between builds. Thread-safe; each member is O(1).
/// </summary>
public static class LatencyBuckets
{
    /// <summary>The number of buckets; durations from about 19 hours on share the last one.</summary>
    public const int Count = (MaxExponent - SubBits + 2) << SubBits;

    private const int SubBits = 4;
    private const int SubCount = 1 << SubBits;
    private const int MaxExponent = 36;

    /// <summary>The bucket of a duration; negative ones count as none.</summary>
    public static int IndexOf(TimeSpan duration)
    {
        var microseconds = (ulong)Math.Max(0, duration.Ticks / TimeSpan.TicksPerMicrosecond);
        if (microseconds < SubCount)
        {
            return (int)microseconds;
        }

        var shift = BitOperations.Log2(microseconds) - SubBits;
        return Math.Min(Count - 1, (shift << SubBits) + (int)(microseconds >> shift));
    }

    /// <summary>The shortest duration in a bucket; every longer one up to the next bucket's is in it too.</summary>
    public static TimeSpan LowerBoundOf(int bucket)
    {
        if (bucket < SubCount)
        {
            return TimeSpan.FromMicroseconds(bucket);
        }

        var shift = (bucket >> SubBits) - 1;
        return TimeSpan.FromMicroseconds((long)((bucket & (SubCount - 1)) + SubCount) << shift);
    }
}
