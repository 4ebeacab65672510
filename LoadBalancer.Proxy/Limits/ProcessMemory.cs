using System.Globalization;

namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// The part of its memory that this process uses: of its heap, which the runtime bounds in a container, and of what is
/// resident, whose limit is the container's or else the machine's; whichever is nearer to its end.
/// </summary>
internal sealed class ProcessMemory
{
    /// <summary>Where a container finds its own limit: control groups, version 2 and 1.</summary>
    private static readonly string[] LimitFiles = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"];

    /// <summary>What version 1 says where there is none is about the largest number.</summary>
    private const long NoLimit = 1L << 60;

    private readonly long? _containerLimit = LimitFiles.Select(ReadLimit).FirstOrDefault(limit => limit is not null);

    /// <summary>0 to 1; the heap is taken as the last collection left it, since what is garbage by now can be had back.</summary>
    public double Used()
    {
        var heap = GC.GetGCMemoryInfo(GCKind.Any);

        // A heap with a limit of its own says less than the machine has; the threshold of high load is a part of that.
        var machine = Math.Max(heap.TotalAvailableMemoryBytes, heap.HighMemoryLoadThresholdBytes);
        return Math.Max(
            (double)heap.HeapSizeBytes / heap.TotalAvailableMemoryBytes, (double)Environment.WorkingSet / (_containerLimit ?? machine));
    }

    /// <returns><see langword="null"/> where there is none: no such file, or the word <c>max</c>.</returns>
    private static long? ReadLimit(string file) =>
        File.Exists(file)
            && long.TryParse(File.ReadAllText(file).AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit < NoLimit ? limit : null;
}
