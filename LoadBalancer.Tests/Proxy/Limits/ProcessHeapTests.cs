using System.Runtime.CompilerServices;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Tests.EndToEnd;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Proxy.Limits;

/// <summary>Separate from other tests, because it measures the whole process.</summary>
[Collection(OneAtATime.Name)]
public sealed class ProcessHeapTests
{
    private const int Blocks = 8_000;
    private const int BlockSize = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task BeginCollection_GarbageBetweenLiveObjects_EndsAndReportsItAsFree()
    {
        var heap = new ProcessHeap();
        var (live, garbage) = (new byte[Blocks][], new byte[Blocks][]);
        Fill(live, garbage);
        GC.Collect();
        GC.Collect();
        Array.Clear(garbage);
        var before = heap.Collections;

        heap.BeginCollection();
        await Eventually.TrueAsync("the collection has ended", () => heap.Collections > before, Patience);

        var free = heap.Free * GC.GetGCMemoryInfo(GCKind.Any).TotalAvailableMemoryBytes;
        Assert.True(free > (double)Blocks * BlockSize / 2, $"{free}");
        GC.KeepAlive(live);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fill(byte[][] live, byte[][] garbage)
    {
        for (var i = 0; i < Blocks; i++)
        {
            live[i] = new byte[BlockSize];
            garbage[i] = new byte[BlockSize];
        }
    }
}
