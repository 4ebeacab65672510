using System.Runtime.CompilerServices;
using LoadBalancer.Tests.EndToEnd;

namespace LoadBalancer.Tests.Architecture.Platform;

/// <summary>
/// A canary test like those in <see cref="FrameworkAssumptionTests"/>, but separate because it measures the whole process.
/// </summary>
[Collection(OneAtATime.Name)]
public sealed class MemoryAssumptionTests
{
    private const int Blocks = 256;
    private const int BlockSize = 1024 * 1024;

    [Fact]
    public void Collection_Aggressive_GivesMemoryBackToTheMachine()
    {
        var full = FillAndForget();

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

        var left = Environment.WorkingSet;
        Assert.True(full - left > (long)Blocks * BlockSize / 2, $"{full} before, {left} after");
    }

    /// <summary>Separate from its caller because a Debug build keeps a variable's object alive until the method returns.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long FillAndForget()
    {
        var blocks = new byte[Blocks][];
        for (var i = 0; i < Blocks; i++)
        {
            blocks[i] = new byte[BlockSize];
            Array.Fill(blocks[i], (byte)1);
        }

        var full = Environment.WorkingSet;
        GC.KeepAlive(blocks);
        return full;
    }
}
