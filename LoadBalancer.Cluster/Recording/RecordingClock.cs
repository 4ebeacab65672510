using LoadBalancer.Cluster.Statistics;

namespace LoadBalancer.Cluster.Recording;

/// <summary>
/// Says which interval something belongs to that happens now. Intervals end by the wall clock, which all gateways
/// share, but are told apart by timestamps, which cost less and measure latency as well. Thread-safe, without locks.
/// </summary>
internal sealed class RecordingClock(TimeProvider timeProvider)
{
    private volatile RecordingInterval _current = Begin(timeProvider, last: null);

    /// <summary>
    /// Raised on another thread when an interval has ended, so that its recorders are emptied before the next but one needs them.
    /// </summary>
    public event Action? Ended;

    /// <summary>The interval as it was last looked at: at most as old as the last request that ended, or the last flush.</summary>
    public RecordingInterval Current => _current;

    public long Timestamp => timeProvider.GetTimestamp();

    public DateTimeOffset Now => timeProvider.GetUtcNow();

    public TimeSpan Elapsed(long from, long to) => timeProvider.GetElapsedTime(from, to);

    /// <summary>The interval that a timestamp which was just taken lies in.</summary>
    public RecordingInterval At(long timestamp) => _current is var current && timestamp < current.Ends ? current : Renew();

    /// <summary>Looks at the wall clock, which may have been set.</summary>
    public RecordingInterval Renew()
    {
        var current = _current;
        var next = Begin(timeProvider, current);
        if (Interlocked.CompareExchange(ref _current, next, current) != current)
        {
            return _current;
        }

        if (next.Sequence != current.Sequence)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static clock => clock.Ended?.Invoke(), this, preferLocal: false);
        }

        return next;
    }

    private static RecordingInterval Begin(TimeProvider timeProvider, RecordingInterval? last)
    {
        var now = timeProvider.GetUtcNow();
        var index = StatisticsClock.IndexOf(now);
        var left = StatisticsClock.StartOf(index + 1) - now;
        var ends = timeProvider.GetTimestamp() + (long)(left.TotalSeconds * timeProvider.TimestampFrequency);
        return last is null ? new(index, index - 1, Sequence: 0, ends)
            : last.Index == index ? last with { Ends = ends }
            : new(index, last.Index, last.Sequence + 1, ends);
    }
}
