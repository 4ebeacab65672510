namespace LoadBalancer.Cluster.Statistics;

/// <summary>The intervals of statistics. Thread-safe.</summary>
public static class StatisticsClock
{
    /// <summary>The length of an interval, 10 s.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>How long intervals are kept, 30 min.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <summary>Returns the number of the interval that contains a time; the start is inclusive, the end is exclusive.</summary>
    public static long IndexOf(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / (long)Interval.TotalMilliseconds;

    /// <summary>Returns the start of an interval.</summary>
    public static DateTimeOffset StartOf(long index) => DateTimeOffset.FromUnixTimeMilliseconds(index * (long)Interval.TotalMilliseconds);

    /// <summary>
    /// Returns the numbers of the intervals that overlap a window ending now: the window is covered completely, with up to one interval
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
