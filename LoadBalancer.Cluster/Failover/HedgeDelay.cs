using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Cluster.Failover;

/// <summary>
/// How long a response is awaited before the request is sent to a second server: the 95th percentile of the times to the beginning of
/// responses in the last minute, as in "The Tail at Scale" (Dean and Barroso, 2013), so that about one request in twenty is sent twice. An
/// attempt that was given up counts with the time that it was awaited. Thread-safe.
/// </summary>
internal sealed class HedgeDelay
{
    private const double Part = 0.95;

    /// <summary>How many attempts are required for a percentile.</summary>
    private const int LeastAttempts = 100;

    /// <summary>How many slices of <see cref="Slice"/> are taken into account.</summary>
    private const int Slices = 12;

    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(5);

    /// <summary>What the platform's timers can measure.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider _timeProvider;
    private readonly LatencyRecorder _recorder = new();
    private readonly Queue<LatencyHistogram> _slices = new();
    private long _sliceEnd;
    private long _ticks;

    public HedgeDelay(TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _sliceEnd = EndOfSlice(timeProvider.GetTimestamp());
    }

    /// <summary>The time; <see langword="null"/> as long as too few attempts are known.</summary>
    public TimeSpan? Current => Volatile.Read(ref _ticks) is > 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>Records an attempt. O(1), except for one call every five seconds, which is O(buckets).</summary>
    /// <param name="waited">The time until its response began, or until it was given up.</param>
    public void Record(TimeSpan waited)
    {
        _recorder.Record(waited);
        var (end, now) = (Volatile.Read(ref _sliceEnd), _timeProvider.GetTimestamp());
        if (now >= end && Interlocked.CompareExchange(ref _sliceEnd, EndOfSlice(now), end) == end)
        {
            lock (_slices)
            {
                Conclude(_timeProvider.GetElapsedTime(end, now));
            }
        }
    }

    /// <param name="late">How long ago the slice has ended: there were no attempts since then.</param>
    private void Conclude(TimeSpan late)
    {
        _slices.Enqueue(_recorder.Take());
        var expired = _slices.Count - Slices + (int)Math.Min(Slices, late / Slice);
        for (; expired > 0 && _slices.Count > 1; expired--)
        {
            _slices.Dequeue();
        }

        var last = LatencyHistogram.Sum(_slices);
        var delay = last.Count < LeastAttempts ? default : last.Percentile(Part) ?? default;
        Volatile.Write(ref _ticks, delay == default || delay > Shortest ? delay.Ticks : Shortest.Ticks);
    }

    private long EndOfSlice(long now) => now + (long)(Slice.TotalSeconds * _timeProvider.TimestampFrequency);
}
