using CsCheck;
using LoadBalancer.Core.Hashing.Ring;

namespace LoadBalancer.Tests.Core.Hashing.Ring;

public sealed class RingPointsTests
{
    private const ulong Max = ulong.MaxValue;

    // 0          100        200        2^63                 2^64-100    2^64
    // |-----------0----------1-----------2-----------------------0--------|
    private static readonly RingPoints Tiny = RingPoints.Create([200, Max - 99, 100, 1UL << 63], [1, 0, 0, 2]);

    [Theory]
    [InlineData(0UL, 0)]
    [InlineData(99UL, 0)]
    [InlineData(100UL, 0)]
    [InlineData(101UL, 1)]
    [InlineData(200UL, 1)]
    [InlineData(201UL, 2)]
    [InlineData(1UL << 63, 2)]
    [InlineData((1UL << 63) + 1, 0)]
    [InlineData(Max - 99, 0)]
    [InlineData(Max - 98, 0)]
    [InlineData(Max, 0)]
    public void Search_TinyRing_FindsTheFirstPointAtOrAfter(ulong hash, int owner) =>
        Assert.Equal(owner, Tiny.OwnerAt(Tiny.Search(hash)));

    // 0                                                             2^64-1
    // 1---------------------------------------------------------------0
    [Fact]
    public void Search_PointsAtBothEnds_OwnOneHashAndTheRest()
    {
        var points = RingPoints.Create([Max, 0], [0, 1]);

        Assert.Equal(1, points.OwnerAt(points.Search(0)));
        Assert.Equal(0, points.OwnerAt(points.Search(1)));
        Assert.Equal(0, points.OwnerAt(points.Search(Max - 1)));
        Assert.Equal(0, points.OwnerAt(points.Search(Max)));
    }

    [Fact]
    public void Search_SeveralPointsAtOnePosition_BelongToTheFirstOwnerInAnyOrder()
    {
        var left = RingPoints.Create([500, 500, 500, 900], [2, 0, 1, 1]);
        var right = RingPoints.Create([900, 500, 500, 500], [1, 1, 0, 2]);

        Assert.Equal([0, 1, 2, 1], left.All().Select(point => point.Owner));
        Assert.Equal(left.All(), right.All());
        Assert.Equal(0, left.OwnerAt(left.Search(500)));
        Assert.Equal(1, left.OwnerAt(left.Search(501)));
    }

    [Fact]
    public void Search_NoPoints_IsNone()
    {
        var points = RingPoints.Create([], []);

        Assert.Equal(0, points.Count);
        Assert.Equal(-1, points.OwnerAt(points.Search(0)));
        Assert.Equal(-1, points.OwnerAt(points.Search(Max)));
    }

    [Fact]
    public void After_EachPoint_WrapsAround()
    {
        Assert.Equal([1, 2, 3, 4, 1], Enumerable.Range(0, 5).Select(Tiny.After));
        Assert.Equal(Tiny.OwnerAt(0), Tiny.OwnerAt(Tiny.Count));
    }

    /// <summary>The positions concentrate in few buckets, so some buckets hold many points and most are empty.</summary>
    [Fact]
    public void Create_CrowdedPositions_EqualsASort() =>
        Gen.Select(Gen.OneOf(Gen.ULong, Gen.ULong[0, 8], Gen.ULong[Max - 8, Max]), Gen.Int[0, 5]).Array[0, 300].Sample(
            entries =>
            {
                var points = RingPoints.Create([.. entries.Select(entry => entry.Item1)], [.. entries.Select(entry => entry.Item2)]);

                Assert.Equal(entries.Order().Select(entry => new RingPoint(entry.Item1, entry.Item2)), points.All());
            },
            iter: 300);

    [Fact]
    public void Search_AnyHash_EqualsAScan() =>
        Gen.Select(Gen.OneOf(Gen.ULong, Gen.ULong[0, 8], Gen.ULong[Max - 8, Max]).Array[1, 100], Gen.OneOf(
            Gen.ULong, Gen.ULong[0, 10], Gen.ULong[Max - 9, Max])).Sample(
            (positions, hash) =>
            {
                var owners = Enumerable.Range(0, positions.Length).ToArray();
                var points = RingPoints.Create(positions, owners);

                var expected = owners.OrderBy(owner => unchecked(positions[owner] - hash)).ThenBy(owner => owner).First();

                Assert.Equal(expected, points.OwnerAt(points.Search(hash)));
            },
            iter: 2_000);

    [Fact]
    public void FromSorted_SamePoints_BehavesLikeCreate() =>
        Gen.ULong.Array[0, 200].Sample(
            positions =>
            {
                var owners = new int[positions.Length];
                Array.Sort(positions);

                var taken = RingPoints.FromSorted([.. positions, 0], [.. owners, 0]);

                Assert.Equal(RingPoints.Create(positions, owners).All(), taken.All());
                Assert.All(positions, position => Assert.Equal(position, taken.PositionAt(taken.Search(position))));
            },
            iter: 200);
}
