namespace LoadBalancer.Proxy.Runtime;

/// <summary>
/// Raises the number of threads that the pool starts with. By default it starts with one per core and takes up to a second to add another:
/// on one core, a single blocking work item stalls all others for that long, and requests are shed.
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
