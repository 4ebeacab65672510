using System.Collections.Immutable;

namespace LoadBalancer.Core.Statistics;

/// <summary>
/// The latency of requests: counts by <see cref="LatencyBuckets"/>, with empty buckets omitted. Histograms of different gateways and
/// intervals can be added without loss. Immutable, thread-safe.
/// </summary>
public sealed class LatencyHistogram
{
    /// <summary>A histogram without requests.</summary>
    public static readonly LatencyHistogram Empty = new([], LatencyBuckets.Wire);

    private LatencyHistogram(ImmutableArray<LatencyCount> counts, LatencyBuckets buckets)
    {
        Counts = counts;
        Buckets = buckets;
        foreach (var (_, requests) in counts)
        {
            Count += requests;
        }
    }

    /// <summary>The nonempty buckets, in order.</summary>
    public ImmutableArray<LatencyCount> Counts { get; }

    /// <summary>The buckets that <see cref="Counts"/> refers to; irrelevant if there are no counts.</summary>
    public LatencyBuckets Buckets { get; }

    /// <summary>The number of requests.</summary>
    public long Count { get; }

    /// <summary>Creates a histogram. O(n + buckets).</summary>
    /// <param name="counts">The counts in any order. Counts of the same bucket are added, and those without requests omitted.</param>
    /// <param name="buckets">The buckets of the counts; <see cref="LatencyBuckets.Wire"/> by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bucket does not exist, or a count is negative.</exception>
    public static LatencyHistogram Create(IEnumerable<LatencyCount> counts, LatencyBuckets? buckets = null)
    {
        buckets ??= LatencyBuckets.Wire;
        Span<long> sums = stackalloc long[buckets.Count];
        sums.Clear();
        foreach (var (bucket, requests) in counts)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(bucket, nameof(counts));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bucket, buckets.Count, nameof(counts));
            ArgumentOutOfRangeException.ThrowIfNegative(requests, nameof(counts));
            sums[bucket] += requests;
        }

        return From(sums, buckets);
    }

    /// <summary>Creates a histogram from the counts of all <see cref="LatencyBuckets.Wire"/>. O(buckets).</summary>
    /// <param name="counts">The count of each bucket.</param>
    /// <exception cref="ArgumentException">The number of counts is not that of the buckets, or a count is negative.</exception>
    public static LatencyHistogram FromCounts(ReadOnlySpan<long> counts)
    {
        if (counts.Length != LatencyBuckets.Wire.Count || counts.ContainsAnyInRange(long.MinValue, -1))
        {
            throw new ArgumentException("Expected a count of 0 or more for each bucket.", nameof(counts));
        }

        return From(counts, LatencyBuckets.Wire);
    }

    /// <summary>
    /// Creates a histogram with <see cref="LatencyBuckets.Wire"/> from counts that are in order, which are not copied. O(n).
    /// </summary>
    /// <param name="counts">The counts of the nonempty buckets, in ascending order of their buckets.</param>
    /// <exception cref="ArgumentException">
    /// The counts are not in order, a bucket does not exist, or a bucket is without requests.
    /// </exception>
    public static LatencyHistogram FromOrdered(ImmutableArray<LatencyCount> counts)
    {
        var last = -1;
        foreach (var (bucket, requests) in counts)
        {
            if (bucket <= last || bucket >= LatencyBuckets.Wire.Count || requests <= 0)
            {
                throw new ArgumentException("Expected nonempty buckets in ascending order.", nameof(counts));
            }

            last = bucket;
        }

        return counts.IsEmpty ? Empty : new(counts, LatencyBuckets.Wire);
    }

    /// <summary>Adds histograms. O(n + buckets) in their buckets.</summary>
    /// <param name="histograms">The histograms.</param>
    /// <param name="buckets">The buckets of all histograms; <see cref="LatencyBuckets.Wire"/> by default.</param>
    /// <exception cref="ArgumentException">A histogram has different buckets.</exception>
    public static LatencyHistogram Sum(IEnumerable<LatencyHistogram> histograms, LatencyBuckets? buckets = null)
    {
        buckets ??= LatencyBuckets.Wire;
        Span<long> sums = stackalloc long[buckets.Count];
        sums.Clear();
        foreach (var histogram in histograms)
        {
            if (histogram.Count > 0 && histogram.Buckets != buckets)
            {
                throw new ArgumentException("A histogram has different buckets.", nameof(histograms));
            }

            foreach (var (bucket, requests) in histogram.Counts)
            {
                sums[bucket] += requests;
            }
        }

        return From(sums, buckets);
    }

    /// <summary>
    /// Returns the duration that a fraction of the requests did not exceed, to within half a bucket; <see langword="null"/> if there are no
    /// requests. O(n).
    /// </summary>
    /// <param name="part">The fraction, above 0 to 1: 0.5 for the median, 0.99 for p99.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not above 0 to 1.</exception>
    public TimeSpan? Percentile(double part)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(part, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(part, 1);
        var left = (long)Math.Ceiling(part * Count);
        foreach (var (bucket, requests) in Counts)
        {
            left -= requests;
            if (left <= 0)
            {
                return Buckets.MiddleOf(bucket);
            }
        }

        return null;
    }

    private static LatencyHistogram From(ReadOnlySpan<long> sums, LatencyBuckets buckets)
    {
        var filled = sums.Length - sums.Count(0);
        if (filled == 0)
        {
            return Empty;
        }

        var counts = ImmutableArray.CreateBuilder<LatencyCount>(filled);
        for (var bucket = 0; bucket < sums.Length; bucket++)
        {
            if (sums[bucket] > 0)
            {
                counts.Add(new(bucket, sums[bucket]));
            }
        }

        return new(counts.DrainToImmutable(), buckets);
    }
}
