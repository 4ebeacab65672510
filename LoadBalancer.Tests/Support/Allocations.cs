namespace LoadBalancer.Tests.Support;

/// <summary>What a call allocates once it has run before.</summary>
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
