using System.Collections.Immutable;

namespace LoadBalancer.Core.Statistics;

/// <summary>
/// How long requests took: counts by <see cref="LatencyBuckets"/>, empty buckets left out. Histograms of different
/// gateways and intervals add up without loss. Immutable, thread-safe.
/// </summary>
public sealed class LatencyHistogram
{
    /// <summary>No requests.</summary>
    public static readonly LatencyHistogram Empty = new([]);

    private LatencyHistogram(ImmutableArray<LatencyCount> counts)
    {
        Counts = counts;
        Count = counts.Sum(entry => entry.Requests);
    }

    /// <summary>The buckets that hold requests, in order.</summary>
    public ImmutableArray<LatencyCount> Counts { get; }

    /// <summary>How many requests there are.</summary>
    public long Count { get; }

    /// <summary>Makes a histogram. O(n + <see cref="LatencyBuckets.Count"/>).</summary>
    /// <param name="counts">In any order; a bucket that occurs twice counts with its sum, one without requests not at all.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such bucket, or a count is negative.</exception>
    public static LatencyHistogram Create(IEnumerable<LatencyCount> counts)
    {
        Span<long> sums = stackalloc long[LatencyBuckets.Count];
        sums.Clear();
        foreach (var (bucket, requests) in counts)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(bucket, nameof(counts));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bucket, LatencyBuckets.Count, nameof(counts));
            ArgumentOutOfRangeException.ThrowIfNegative(requests, nameof(counts));
            sums[bucket] += requests;
        }

        return From(sums);
    }

    /// <summary>Adds histograms up. O(n + <see cref="LatencyBuckets.Count"/>) in their buckets.</summary>
    public static LatencyHistogram Sum(IEnumerable<LatencyHistogram> histograms)
    {
        Span<long> sums = stackalloc long[LatencyBuckets.Count];
        sums.Clear();
        foreach (var histogram in histograms)
        {
            foreach (var (bucket, requests) in histogram.Counts)
            {
                sums[bucket] += requests;
            }
        }

        return From(sums);
    }

    /// <summary>
    /// The duration that a part of the requests did not exceed, to within a sixteenth; <see langword="null"/> where there
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
                return MiddleOf(bucket);
            }
        }

        return null;
    }

    private static LatencyHistogram From(ReadOnlySpan<long> sums)
    {
        var filled = LatencyBuckets.Count - sums.Count(0);
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

        return new(counts.DrainToImmutable());
    }

    private static TimeSpan MiddleOf(int bucket) => bucket == LatencyBuckets.Count - 1
        ? LatencyBuckets.LowerBoundOf(bucket)
        : (LatencyBuckets.LowerBoundOf(bucket) + LatencyBuckets.LowerBoundOf(bucket + 1)) / 2;
}
