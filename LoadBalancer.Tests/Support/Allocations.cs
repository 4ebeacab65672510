namespace LoadBalancer.Tests.Support;

/// <summary>Measures the bytes that a call allocates after one warm-up call.</summary>
internal static class Allocations
{
    public static long Of(Action call)
    {
        call();
        var before = GC.GetAllocatedBytesForCurrentThread();
        call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
