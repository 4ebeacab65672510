namespace LoadBalancer.Cluster.Store;

/// <summary>The delay before Redis is retried, with exponential backoff and jitter.</summary>
internal static class RetryDelay
{
    private const int MostDoublings = 16;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>Returns the delay after consecutive failures.</summary>
    /// <param name="failures">The number of failures, at least 1.</param>
    /// <param name="interval">The delay after the first failure; if it is more than 2 s, the delay after each.</param>
    /// <param name="random">A random number from 0 to 1, which varies the delay by up to a quarter in either direction.</param>
    public static TimeSpan After(int failures, TimeSpan interval, double random)
    {
        var delay = interval * (1 << Math.Min(failures - 1, MostDoublings));
        var most = interval > Longest ? interval : Longest;
        return (delay < most ? delay : most) * (0.75 + (random / 2));
    }
}
