namespace LoadBalancer.Proxy.Limits;

/// <summary>The heap of the runtime.</summary>
internal sealed class ProcessHeap : IHeap
{
    public long Collections => Math.Max(GC.GetGCMemoryInfo(GCKind.Background).Index, GC.GetGCMemoryInfo(GCKind.FullBlocking).Index);

    public double Free => GC.GetGCMemoryInfo(GCKind.Any) is var last && last.TotalAvailableMemoryBytes > 0
        ? (double)last.FragmentedBytes / last.TotalAvailableMemoryBytes
        : 0;

    public void BeginCollection() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false, compacting: false);

    public void Compact() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
