using System.Numerics;

namespace LoadBalancer.Simulator.Statistics;

/// <summary>
/// Counts durations in buckets whose width is a fixed part of what is in them (the layout of HdrHistogram): any number of
/// them in little memory, the shortest, longest and mean exact, percentiles to within half a bucket. One thread at a time.
/// </summary>
/// <param name="precision">Buckets for each power of two of microseconds, as a power of two itself: 7 is 0.8 %, 4 is 6 %.</param>
internal sealed class DurationHistogram(int precision = DurationHistogram.Fine)
{
    public const int Fine = 7;
    public const int Coarse = 4;

    private long[] _counts = [];
    private long _sum;
    private long _least = long.MaxValue;

    public long Count { get; private set; }

    public TimeSpan Longest { get; private set; }

    public TimeSpan Shortest => Count == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(_least);

    public TimeSpan Mean => Count == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(_sum / Count);

    /// <summary>Counts one; negative ones count as none.</summary>
    public void Record(TimeSpan duration)
    {
        var ticks = Math.Max(0, duration.Ticks);
        var bucket = BucketOf(ticks / TimeSpan.TicksPerMicrosecond);
        if (bucket >= _counts.Length)
        {
            Array.Resize(ref _counts, bucket + (1 << precision));
        }

        _counts[bucket]++;
        _sum += ticks;
        _least = Math.Min(_least, ticks);
        Longest = ticks > Longest.Ticks ? TimeSpan.FromTicks(ticks) : Longest;
        Count++;
    }

    /// <summary>Adds what another one of the same precision has counted.</summary>
    public void Add(DurationHistogram other)
    {
        if (other._counts.Length > _counts.Length)
        {
            Array.Resize(ref _counts, other._counts.Length);
        }

        for (var bucket = 0; bucket < other._counts.Length; bucket++)
        {
            _counts[bucket] += other._counts[bucket];
        }

        _sum += other._sum;
        _least = Math.Min(_least, other._least);
        Longest = other.Longest > Longest ? other.Longest : Longest;
        Count += other.Count;
    }

    /// <summary>The duration that a part of them did not exceed; none of none.</summary>
    /// <param name="part">Above 0 to 1.</param>
    public TimeSpan Percentile(double part)
    {
        var left = (long)Math.Ceiling(part * Count);
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            left -= _counts[bucket];
            if (left <= 0 && Count > 0)
            {
                var middle = TimeSpan.FromMicroseconds((LowerBoundOf(bucket) + LowerBoundOf(bucket + 1)) / 2.0);
                return middle > Longest ? Longest : middle < Shortest ? Shortest : middle;
            }
        }

        return TimeSpan.Zero;
    }

    /// <summary>The buckets that hold any, from their lower bound on.</summary>
    public IEnumerable<(TimeSpan From, TimeSpan To, long Count)> Buckets() =>
        Enumerable.Range(0, _counts.Length).Where(bucket => _counts[bucket] > 0).Select(bucket =>
            (TimeSpan.FromMicroseconds(LowerBoundOf(bucket)), TimeSpan.FromMicroseconds(LowerBoundOf(bucket + 1)), _counts[bucket]));

    private int BucketOf(long microseconds)
    {
        if (microseconds < 1L << precision)
        {
            return (int)microseconds;
        }

        var shift = BitOperations.Log2((ulong)microseconds) - precision;
        return (shift << precision) + (int)(microseconds >> shift);
    }

    private long LowerBoundOf(int bucket)
    {
        if (bucket < 1 << precision)
        {
            return bucket;
        }

        var shift = (bucket >> precision) - 1;
        return (long)((bucket & ((1 << precision) - 1)) + (1 << precision)) << shift;
    }
}
