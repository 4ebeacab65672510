using System.Collections.Immutable;

namespace LoadBalancer.Core.Statistics;

/// <summary>
/// How long requests took: counts by <see cref="LatencyBuckets"/>, empty buckets left out. Histograms of different
/// gateways and intervals add up without loss. Immutable, thread-safe.
/// </summary>
public sealed class LatencyHistogram
{
    /// <summary>No requests.</summary>
    public static readonly LatencyHistogram Empty = new([], LatencyBuckets.Wire);

    private LatencyHistogram(ImmutableArray<LatencyCount> counts, LatencyBuckets buckets)
    {
        Counts = counts;
        Buckets = buckets;
        Count = counts.Sum(entry => entry.Requests);
    }

    /// <summary>The buckets that hold requests, in order.</summary>
    public ImmutableArray<LatencyCount> Counts { get; }

    /// <summary>What the numbers of <see cref="Counts"/> mean; of no importance where there are none.</summary>
    public LatencyBuckets Buckets { get; }

    /// <summary>How many requests there are.</summary>
    public long Count { get; }

    /// <summary>Makes a histogram. O(n + buckets).</summary>
    /// <param name="counts">In any order; a bucket that occurs twice counts with its sum, one without requests not at all.</param>
    /// <param name="buckets">The buckets that are counted by; <see cref="LatencyBuckets.Wire"/> by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such bucket, or a count is negative.</exception>
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

    /// <summary>Adds histograms up. O(n + buckets) in their buckets.</summary>
    /// <param name="histograms">The histograms.</param>
    /// <param name="buckets">The buckets that all of them count by; <see cref="LatencyBuckets.Wire"/> by default.</param>
    /// <exception cref="ArgumentException">A histogram counts by other buckets.</exception>
    public static LatencyHistogram Sum(IEnumerable<LatencyHistogram> histograms, LatencyBuckets? buckets = null)
    {
        buckets ??= LatencyBuckets.Wire;
        Span<long> sums = stackalloc long[buckets.Count];
        sums.Clear();
        foreach (var histogram in histograms)
        {
            if (histogram.Count > 0 && histogram.Buckets != buckets)
            {
                throw new ArgumentException("A histogram counts by other buckets.", nameof(histograms));
            }

            foreach (var (bucket, requests) in histogram.Counts)
            {
                sums[bucket] += requests;
            }
        }

        return From(sums, buckets);
    }

    /// <summary>
    /// The duration that a part of the requests did not exceed, to within half a bucket; <see langword="null"/> where there
    /// are none. O(n).
    /// </summary>
    /// <param name="part">Above 0 to 1: 0.5 for the median, 0.99 for p99.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not above 0 to 1.</exception>
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
