using System.Globalization;

namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// Measures the fraction of its memory that this process uses: of the heap, which the runtime bounds in a container, and of the resident
/// memory, whose limit is the container's or otherwise the machine's; the larger fraction counts.
/// </summary>
internal sealed class ProcessMemory
{
    /// <summary>The files with the container's memory limit: control groups, version 2 and 1.</summary>
    private static readonly string[] LimitFiles = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"];

    /// <summary>Version 1 reports a value close to the largest number if there is no limit.</summary>
    private const long NoLimit = 1L << 60;

    private readonly long? _containerLimit = LimitFiles.Select(ReadLimit).FirstOrDefault(limit => limit is not null);

    /// <summary>The limit of the resident memory, in bytes: the container's, or otherwise the machine's memory.</summary>
    public long Limit => LimitOf(GC.GetGCMemoryInfo(GCKind.Any));

    /// <summary>Returns the fraction, 0 to 1. The heap counts as the last collection left it, since garbage can be reclaimed.</summary>
    public double Used()
    {
        var heap = GC.GetGCMemoryInfo(GCKind.Any);
        return Math.Max((double)heap.HeapSizeBytes / heap.TotalAvailableMemoryBytes, (double)Environment.WorkingSet / LimitOf(heap));
    }

    private long LimitOf(GCMemoryInfo heap) =>
        // If the heap has its own limit, the total is less than the machine's memory; the high load threshold is a fraction of the latter.
        _containerLimit ?? Math.Max(heap.TotalAvailableMemoryBytes, heap.HighMemoryLoadThresholdBytes);

    /// <returns><see langword="null"/> if there is no limit: the file is absent, or contains <c>max</c>.</returns>
    private static long? ReadLimit(string file) =>
        File.Exists(file)
            && long.TryParse(File.ReadAllText(file).AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit < NoLimit ? limit : null;
}
