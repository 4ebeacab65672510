using LoadBalancer.Cluster.Store;

namespace LoadBalancer.Cluster.Faults;

/// <summary>
/// The faults of this process's background loops. The first occurrence is logged with its stack; while a fault persists it is counted, and
/// logged again at intervals that double from one minute to one hour. A fault that has not occurred for ten minutes is forgotten.
/// Thread-safe.
/// </summary>
public sealed partial class BackgroundFaults(TimeProvider timeProvider, ILogger<BackgroundFaults> logger)
{
    private const int Most = 64;
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Loop, Type Type), Entry> _entries = [];

    /// <summary>How long a fault is shown after its last occurrence, 10 min.</summary>
    public static TimeSpan Memory { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The fault that occurred last; <see langword="null"/> if none is remembered.</summary>
    public BackgroundFault? Latest
    {
        get
        {
            var now = timeProvider.GetUtcNow();
            lock (_lock)
            {
                return _entries.Values.Select(entry => entry.Fault).Where(fault => now - fault.At < Memory).MaxBy(fault => fault.At);
            }
        }
    }

    /// <summary>Records a fault, and logs it if it is due.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="exception">The exception; not one that <see cref="StoreFailure.IsTemporary"/> recognizes.</param>
    public void Record(string loop, Exception exception)
    {
        var now = timeProvider.GetUtcNow();
        var (fault, isDue) = Count(loop, exception, now);
        if (!isDue)
        {
            return;
        }

        if (fault.Count == 1)
        {
            LogFault(loop, exception);
        }
        else
        {
            LogPersists(loop, fault.Count, now - fault.Since, exception);
        }
    }

    private (BackgroundFault Fault, bool IsDue) Count(string loop, Exception exception, DateTimeOffset now)
    {
        var text = $"{exception.GetType().Name}: {StoreFailure.Describe(exception)}";
        lock (_lock)
        {
            foreach (var (key, _) in _entries.Where(entry => now - entry.Value.Fault.At >= Memory).ToArray())
            {
                _entries.Remove(key);
            }

            var at = (loop, exception.GetType());
            if (!_entries.TryGetValue(at, out var entry))
            {
                if (_entries.Count >= Most)
                {
                    _entries.Remove(_entries.MinBy(oldest => oldest.Value.Fault.At).Key);
                }

                _entries[at] = entry = new(new(loop, text, now, now, 1), now + FirstInterval, FirstInterval);
                return (entry.Fault, true);
            }

            var fault = entry.Fault with { Text = text, At = now, Count = entry.Fault.Count + 1 };
            var isDue = now >= entry.NextLog;
            var interval = isDue ? Longer(entry.Interval) : entry.Interval;
            _entries[at] = new(fault, isDue ? now + interval : entry.NextLog, interval);
            return (fault, isDue);
        }
    }

    private static TimeSpan Longer(TimeSpan interval) => interval * 2 < LongestInterval ? interval * 2 : LongestInterval;

    [LoggerMessage(2601, LogLevel.Error, "{Loop} failed because of a fault, not because of an outage of Redis; it continues")]
    private partial void LogFault(string loop, Exception exception);

    [LoggerMessage(2602, LogLevel.Error, "{Loop} still fails because of a fault: {Count} times within {Duration}")]
    private partial void LogPersists(string loop, long count, TimeSpan duration, Exception exception);

    private sealed record Entry(BackgroundFault Fault, DateTimeOffset NextLog, TimeSpan Interval);
}
