using System.Collections.Immutable;
using CsCheck;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Hashing.Maglev;
using LoadBalancer.Core.Hashing.Ring;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
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

    [Fact]
    public void Of_RingWithAServerThatTakesNoRequests_GivesItsArcsToTheNextPoints()
    {
        var members = (PlacementMember[])[new("a", 1), new("b", 2), new("c", 1)];
        var ring = HashRing.Build(members);

        var shares = KeyShares.Of(ring, [true, false, true]);

        // A ring without the server has the same points except for those of that server.
        var without = KeyShares.Of(HashRing.Build([members[0], members[2]]));
        Assert.Equal([without[0], new(0, 0), without[1]], shares);
    }

    [Fact]
    public void Of_MaglevWithAServerThatTakesNoRequests_GivesItsEntriesToTheNextOnes()
    {
        var table = Placement.Build(PlacementAlgorithm.Maglev, Placements.Equal(3));
        var entries = ((MaglevTable)table).Entries().ToArray();
        var gets = new int[3];
        for (var entry = 0; entry < entries.Length; entry++)
        {
            var at = entry;
            while (entries[at] == 1)
            {
                at = (at + 1) % entries.Length;
            }

            gets[entries[at]]++;
        }

        Assert.Equal(gets, KeyShares.Of(table, [true, false, true]).Select(share => share.Points));
        Assert.Equal(0, gets[1]);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Of_NoServerTakesRequests_GivesNothing(PlacementAlgorithm algorithm) =>
        Assert.All(KeyShares.Of(Placement.Build(algorithm, Placements.Equal(2)), [false, false]), share => Assert.Equal(0, share.Share));

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Of_SomeServersTakeNoRequests_MatchesASample(PlacementAlgorithm algorithm)
    {
        var takes = ImmutableArray.Create(true, false, true, true, false, true);
        var servers = takes.Select((takesRequests, i) => new Server
        {
            Id = new($"server-{i}"),
            Url = $"http://server-{i}.test",
            State = takesRequests ? ServerState.Active : ServerState.Draining,
        });
        var cluster = ClusterSnapshot.Create(new(new("epoch"), 1, servers), algorithm);
        var gets = new double[6];
        for (var i = 0; i < Sample; i++)
        {
            gets[cluster.Select(cluster.HashOf($"key-{i}"), []).Server] += 1.0 / Sample;
        }

        var shares = KeyShares.Of(cluster.Placement, takes);

        Assert.Equal(1, shares.Sum(share => share.Share), 9);
        Assert.All(shares.Zip(gets), pair => Assert.Equal(pair.Second, pair.First.Share, 0.015));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Of_AnyMembers_MatchesASample(PlacementAlgorithm algorithm) =>
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
