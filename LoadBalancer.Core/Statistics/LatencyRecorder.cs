using System.Collections.Immutable;

namespace LoadBalancer.Core.Statistics;

/// <summary>
/// Counts durations by <see cref="LatencyBuckets"/> as they come in, and gives them away as histograms. Thread-safe
/// without locks: any number of threads record while one takes.
/// </summary>
/// <param name="buckets">The buckets to count by.</param>
public sealed class LatencyRecorder(LatencyBuckets buckets)
{
    private readonly LatencyBuckets _buckets = buckets;
    private readonly int[] _counts = new int[buckets.Count];

    /// <summary>Counts by <see cref="LatencyBuckets.Wire"/>.</summary>
    public LatencyRecorder()
        : this(LatencyBuckets.Wire)
    {
    }

    /// <summary>
    /// Counts a duration; negative ones count as none. Up to 2³¹ - 1 in each bucket until they are taken. O(1), allocates nothing.
    /// </summary>
    public void Record(TimeSpan duration) => Interlocked.Increment(ref _counts[_buckets.IndexOf(duration)]);

    /// <summary>
    /// Takes out what was recorded since it was last called: each duration is in one histogram exactly, and one that is
    /// recorded meanwhile in this or the next. O(buckets), vectorised over empty buckets.
    /// </summary>
    public LatencyHistogram Take()
    {
        var taken = ImmutableArray.CreateBuilder<LatencyCount>();
        var from = 0;
        while (_counts.AsSpan(from).IndexOfAnyExcept(0) is >= 0 and var offset)
        {
            var bucket = from + offset;
            taken.Add(new(bucket, Interlocked.Exchange(ref _counts[bucket], 0)));
            from = bucket + 1;
        }

        return taken.Count == 0 ? LatencyHistogram.Empty : LatencyHistogram.Create(taken, _buckets);
    }
}
