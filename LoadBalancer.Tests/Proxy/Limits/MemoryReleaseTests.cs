using LoadBalancer.Proxy.Limits;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Limits;

public sealed class MemoryReleaseTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeHeap _heap = new();

    [Fact]
    public void Advance_CollectionIsUnderWay_WaitsForItsEnd()
    {
        var release = new MemoryRelease(_heap, _time);

        for (var i = 0; i < 3; i++)
        {
            Assert.False(release.Advance());
        }

        Assert.Equal((1, 0), (_heap.Begun, _heap.Compactions));
        _heap.Collections++;
        Assert.True(release.Advance());
    }

    [Theory]
    [InlineData(0.049, 0)]
    [InlineData(0.05, 1)]
    public void Advance_CollectionHasEnded_CompactsOnlyIfItReturnsEnough(double free, int compactions)
    {
        var release = new MemoryRelease(_heap, _time);
        release.Advance();
        (_heap.Collections, _heap.Free) = (1, free);

        Assert.True(release.Advance());

        Assert.Equal(compactions, _heap.Compactions);
    }

    [Fact]
    public void Advance_WithinFiveSeconds_DoesNotCollectAgain()
    {
        var release = new MemoryRelease(_heap, _time);
        Collect(release);
        _time.Advance(MemoryRelease.BetweenCollections - TimeSpan.FromTicks(1));
        release.Advance();
        Assert.Equal(1, _heap.Begun);

        _time.Advance(TimeSpan.FromTicks(1));
        release.Advance();

        Assert.Equal(2, _heap.Begun);
    }

    [Fact]
    public void Advance_CompactionHasNotHelped_CompactsAgainOnlyInTheNextShortage()
    {
        _heap.Pinned = 0.2;
        var release = new MemoryRelease(_heap, _time);
        Collect(release);
        Collect(release);
        Assert.Equal(1, _heap.Compactions);

        release.Reset();
        Collect(release);

        Assert.Equal(2, _heap.Compactions);
    }

    private void Collect(MemoryRelease release)
    {
        _time.Advance(MemoryRelease.BetweenCollections);
        Assert.False(release.Advance());
        _heap.Collections++;
        _heap.Free = 0.25;
        Assert.True(release.Advance());
    }

    private sealed class FakeHeap : IHeap
    {
        public long Collections { get; set; }

        public double Free { get; set; }

        /// <summary>The part of the free memory that compaction cannot return.</summary>
        public double Pinned { get; set; }

        public int Begun { get; private set; }

        public int Compactions { get; private set; }

        public void BeginCollection() => Begun++;

        public void Compact()
        {
            Compactions++;
            Free = Pinned;
        }
    }
}
