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
}
