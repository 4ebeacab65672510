using System.Collections.Immutable;

namespace LoadBalancer.Core.Statistics;

/// <summary>
/// Records durations by <see cref="LatencyBuckets"/> and returns them as histograms. Thread-safe without locks: any number of threads
/// record while one takes.
/// </summary>
/// <param name="buckets">The buckets of the histograms.</param>
public sealed class LatencyRecorder(LatencyBuckets buckets)
{
    private readonly LatencyBuckets _buckets = buckets;
    private readonly int[] _counts = new int[buckets.Count];

    /// <summary>Creates a recorder with <see cref="LatencyBuckets.Wire"/>.</summary>
    public LatencyRecorder()
        : this(LatencyBuckets.Wire)
    {
    }

    /// <summary>
    /// Records a duration; negative durations count as zero. Up to 2³¹ - 1 in each bucket until they are taken. O(1), does not allocate.
    /// </summary>
    public void Record(TimeSpan duration) => Interlocked.Increment(ref _counts[_buckets.IndexOf(duration)]);

    /// <summary>
    /// Removes and returns what was recorded since the last call: each duration is in exactly one histogram, and one that is recorded
    /// concurrently is in this or the next. O(buckets), vectorised over empty buckets.
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
