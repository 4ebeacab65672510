using CsCheck;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Hashing.Ring;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Hashing;

public sealed class KeySharesTests
{
    private const double Circle = 18_446_744_073_709_551_616.0;
    private const int Sample = 40_000;

    public static TheoryData<PlacementAlgorithm> Algorithms => [.. Enum.GetValues<PlacementAlgorithm>()];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Of_NoServers_IsEmpty(PlacementAlgorithm algorithm) => Assert.Empty(KeyShares.Of(Placement.Build(algorithm, [])));

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Of_OneServer_IsEverything(PlacementAlgorithm algorithm)
    {
        var share = Assert.Single(KeyShares.Of(Placement.Build(algorithm, [new("only", 1)])));

        Assert.Equal(1, share.Share, 12);
    }

    [Fact]
    public void Of_Ring_AreTheLengthsOfTheArcs()
    {
        var ring = HashRing.Build([new("a", 1), new("b", 2)]);
        var points = ring.Points().ToArray();
        var lengths = new double[2];
        for (var i = 0; i < points.Length; i++)
        {
            lengths[points[i].Owner] += unchecked(points[i].Position - points[(i + points.Length - 1) % points.Length].Position);
        }

        var shares = KeyShares.Of(ring);

        Assert.Equal([5, 10], shares.Select(share => share.Points));
        Assert.Equal(lengths[0] / Circle, shares[0].Share, 12);
        Assert.Equal(lengths[1] / Circle, shares[1].Share, 12);
    }

    [Fact]
    public void Of_KetamaServersOfOneName_GivesAllToTheFirst()
    {
        var shares = KeyShares.Of(Placement.Build(PlacementAlgorithm.Ketama, [new("b", 100, "same:80"), new("a", 100, "same:80")]));

        Assert.Equal([1, 0], shares.Select(share => share.Share));
    }

    [Fact]
    public void Of_Maglev_AreTheEntries()
    {
        var table = Placement.Build(PlacementAlgorithm.Maglev, Placements.Equal(3));

        var shares = KeyShares.Of(table);

        Assert.Equal(table.PointCount, shares.Sum(share => share.Points));
        Assert.All(shares, share => Assert.Equal(share.Points / (double)table.PointCount, share.Share, 12));
    }

    [Fact]
    public void Of_Rendezvous_AreTheWeights()
    {
        var shares = KeyShares.Of(Placement.Build(PlacementAlgorithm.Rendezvous, [new("a", 100), new("b", 300)]));

        Assert.Equal([new(0, 0.25), new(0, 0.75)], shares);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Of_AnyMembers_IsWhatASampleShows(PlacementAlgorithm algorithm) =>
        Placements.Members(1, 8).Sample(
            members =>
            {
                var placement = Placement.Build(algorithm, members);
                var sampled = placement.Shares(Sample);

                var shares = KeyShares.Of(placement);

                Assert.Equal(1, shares.Sum(share => share.Share), 9);
                Assert.All(shares.Zip(placement.Members), pair => Assert.Equal(sampled[pair.Second.Id], pair.First.Share, 0.015));
            },
            iter: 20);
}
