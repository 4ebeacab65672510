namespace LoadBalancer.Cluster.Statistics;

/// <summary>The intervals that statistics are kept in. Thread-safe.</summary>
public static class StatisticsClock
{
    /// <summary>The length of an interval, 10 s.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>How far back intervals are kept, 30 min.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <summary>The number of the interval that a time lies in; its start is included, its end is not.</summary>
    public static long IndexOf(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / (long)Interval.TotalMilliseconds;

    /// <summary>When an interval starts.</summary>
    public static DateTimeOffset StartOf(long index) => DateTimeOffset.FromUnixTimeMilliseconds(index * (long)Interval.TotalMilliseconds);

    /// <summary>
    /// The numbers of the intervals that a window ending now touches: it is covered whole, with up to one interval
    /// more at its beginning.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The window is not positive or longer than <see cref="Longest"/>.</exception>
    public static IEnumerable<long> IndexesOf(DateTimeOffset now, TimeSpan window)
    {
        if (window <= TimeSpan.Zero || window > Longest)
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, $"A window is longer than 0 and at most {Longest}.");
        }

        var first = IndexOf(now - window);
        return Enumerable.Range(0, (int)(IndexOf(now) - first) + 1).Select(offset => first + offset);
    }
}
