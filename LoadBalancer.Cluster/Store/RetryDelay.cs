namespace LoadBalancer.Cluster.Store;

/// <summary>How long to wait before the store is tried again: longer each time, and never in step with others.</summary>
internal static class RetryDelay
{
    private const int MostDoublings = 16;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>The wait after some failures in a row.</summary>
    /// <param name="failures">How many, at least 1.</param>
    /// <param name="interval">The wait after the first; where it is more than 2 s, the wait after each.</param>
    /// <param name="random">From 0 to 1: the wait is spread over a quarter to either side.</param>
    public static TimeSpan After(int failures, TimeSpan interval, double random)
    {
        var delay = interval * (1 << Math.Min(failures - 1, MostDoublings));
        var most = interval > Longest ? interval : Longest;
        return (delay < most ? delay : most) * (0.75 + (random / 2));
    }
}
