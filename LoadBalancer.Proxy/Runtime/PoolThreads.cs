namespace LoadBalancer.Proxy.Runtime;

/// <summary>
/// Threads that the pool has at once. By default it has one for each core and takes up to a second to get another: on one core a single
/// item of work that waits makes everything in it stand still for so long, and requests are shed for it.
/// </summary>
internal static class PoolThreads
{
    private const int Least = 8;

    public static void KeepSome()
    {
        ThreadPool.GetMinThreads(out var threads, out var ports);
        ThreadPool.SetMinThreads(Math.Max(threads, Least), ports);
    }
}
