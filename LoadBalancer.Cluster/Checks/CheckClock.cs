namespace LoadBalancer.Cluster.Checks;

/// <summary>The minutes by which checks are kept. Pure.</summary>
internal static class CheckClock
{
    /// <summary>Returns the number of the minute of a time, since 1970.</summary>
    public static long MinuteOf(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 60_000;
}
