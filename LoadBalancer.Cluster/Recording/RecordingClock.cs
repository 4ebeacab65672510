using LoadBalancer.Cluster.Statistics;

namespace LoadBalancer.Cluster.Recording;

/// <summary>
/// Determines the interval that a current occurrence belongs to. Intervals end by the wall clock, which all gateways share, but are
/// distinguished by timestamps, which are cheaper and also measure latency. Thread-safe, without locks.
/// </summary>
internal sealed class RecordingClock(TimeProvider timeProvider)
{
    private volatile RecordingInterval _current = Begin(timeProvider, last: null);

    /// <summary>
    /// Raised on another thread when an interval has ended, so that its recorders are emptied before the next interval but one needs them.
    /// </summary>
    public event Action? Ended;

    /// <summary>The interval at the last check: at most as old as the last request that ended, or the last flush.</summary>
    public RecordingInterval Current => _current;

    public long Timestamp => timeProvider.GetTimestamp();

    public DateTimeOffset Now => timeProvider.GetUtcNow();

    public TimeSpan Elapsed(long from, long to) => timeProvider.GetElapsedTime(from, to);

    /// <summary>Returns the interval of a timestamp that was just taken.</summary>
    public RecordingInterval At(long timestamp) => _current is var current && timestamp < current.Ends ? current : Renew();

    /// <summary>Reads the wall clock, which may have been set.</summary>
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
