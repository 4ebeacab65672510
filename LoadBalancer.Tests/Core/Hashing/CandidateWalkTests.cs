using LoadBalancer.Core.Hashing;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Hashing;

public sealed class CandidateWalkTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(64, 1)]
    [InlineData(65, 2)]
    [InlineData(16_384, 256)]
    public void WordsFor_Servers_IsOneBitEach(int servers, int words) => Assert.Equal(words, CandidateWalk.WordsFor(servers));

    [Fact]
    public void New_UsedMemory_IsCleared()
    {
        var placement = Placement.Build(PlacementAlgorithm.Ring, Placements.Equal(70));
        ulong[] met = [ulong.MaxValue, ulong.MaxValue];

        var walk = new CandidateWalk(placement, 7, met);

        Assert.True(walk.MoveNext());
        Assert.Equal(placement.Owner(7), walk.Current);
    }

    [Fact]
    public void New_TooLittleMemory_Throws()
    {
        var placement = Placement.Build(PlacementAlgorithm.Ring, Placements.Equal(65));

        Assert.Throws<ArgumentOutOfRangeException>(() => new CandidateWalk(placement, 7, new ulong[1]));
    }

    [Fact]
    public void MoveNext_AfterTheEnd_StaysAtTheLastServer()
    {
        var placement = Placement.Build(PlacementAlgorithm.Ring, Placements.Equal(2));
        var walk = new CandidateWalk(placement, 7, new ulong[1]);

        Assert.Equal((-1, 0), (walk.Current, walk.Count));
        Assert.True(walk.MoveNext());
        Assert.True(walk.MoveNext());
        var last = walk.Current;

        Assert.False(walk.MoveNext());
        Assert.False(walk.MoveNext());
        Assert.Equal((last, 2), (walk.Current, walk.Count));
    }
}
