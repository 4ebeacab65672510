using System.Collections.Immutable;
using System.Globalization;
using CsCheck;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Hashing.Ring;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Hashing;

public sealed class PlacementComparisonTests
{
    private const double Circle = 18_446_744_073_709_551_616.0;

    public static TheoryData<PlacementAlgorithm> Algorithms => [.. Enum.GetValues<PlacementAlgorithm>()];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Between_Itself_MovesNothing(PlacementAlgorithm algorithm)
    {
        var placement = Placement.Build(algorithm, Placements.Equal(5));

        Assert.Equal(default, PlacementComparison.Between(placement, placement.Rebuild(Placements.Equal(5))));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Between_NoServersAndSome_MovesEverything(PlacementAlgorithm algorithm)
    {
        var (empty, one) = (Placement.Build(algorithm, []), Placement.Build(algorithm, Placements.Equal(1)));

        Assert.Equal(new(1, 0, 1), PlacementComparison.Between(empty, one));
        Assert.Equal(new(1, 0, 1), PlacementComparison.Between(one, empty));
        Assert.Equal(default, PlacementComparison.Between(empty, empty));
    }

    [Fact]
    public void Between_SmallRings_MatchesTheArcs() =>
        Gen.Select(Placements.Members(1, 6), Placements.Members(1, 6)).Sample(
            (left, right) =>
            {
                var (before, after) = (HashRing.Build(left), HashRing.Build(right));

                Assert.Equal(ExactlyMoved(before, after), PlacementComparison.Between(before, after).Moved, 0.008);
            },
            iter: 20);

    [Theory]
    [InlineData(PlacementAlgorithm.Ring)]
    [InlineData(PlacementAlgorithm.Rendezvous)]
    [InlineData(PlacementAlgorithm.Ketama)]
    public void Between_ServerJoins_MovesNothingBetweenTheOthers(PlacementAlgorithm algorithm)
    {
        var before = Placement.Build(algorithm, Placements.Equal(10));
        var after = before.Rebuild(Placements.Equal(11));

        var comparison = PlacementComparison.Between(before, after);

        Assert.Equal(
            KeyShares.Of(after)[after.Members.Select(member => member.Id).ToList().IndexOf("server-11")].Share, comparison.Moved, 0.005);
        Assert.Equal(0, comparison.MovedBetweenUnchanged);
    }

    [Fact]
    public void Between_WeightRises_MovesNothingBetweenTheOthers()
    {
        var before = Placement.Build(PlacementAlgorithm.Ring, Placements.Equal(4));
        var after = before.Rebuild([.. Placements.Equal(3), new("server-4", 200)]);

        var comparison = PlacementComparison.Between(before, after);

        Assert.InRange(comparison.Moved, 0.05, 0.25);
        Assert.Equal(0, comparison.MovedBetweenUnchanged);
    }

    [Fact]
    public void Between_TwoAlgorithms_HashesForEach()
    {
        var ring = Placement.Build(PlacementAlgorithm.Ring, Placements.Equal(4));
        var ketama = Placement.Build(PlacementAlgorithm.Ketama, Placements.Equal(4));

        var comparison = PlacementComparison.Between(ring, ketama);

        // Independent placements on four servers agree on a quarter of the keys.
        Assert.Equal(0.75, comparison.Moved, 0.03);
        Assert.Equal(comparison.Moved, comparison.MovedBetweenUnchanged);
    }

    [Theory]
    [InlineData(PlacementAlgorithm.Ring)]
    [InlineData(PlacementAlgorithm.Rendezvous)]
    [InlineData(PlacementAlgorithm.Ketama)]
    [InlineData(PlacementAlgorithm.Maglev)]
    public void Between_ServerStopsTakingRequests_MovesOnlyItsKeys(PlacementAlgorithm algorithm)
    {
        var placement = Placement.Build(algorithm, Placements.Equal(5));

        var comparison = PlacementComparison.Between(placement, placement, default, [true, true, false, true, true]);
        var back = PlacementComparison.Between(placement, placement, [true, true, false, true, true]);

        Assert.Equal(KeyShares.Of(placement)[2].Share, comparison.Moved, 0.005);
        Assert.Equal(0, comparison.MovedBetweenUnchanged);
        Assert.Equal(comparison, back);
    }

    [Theory]
    [InlineData(PlacementAlgorithm.Ring)]
    [InlineData(PlacementAlgorithm.Rendezvous)]
    [InlineData(PlacementAlgorithm.Ketama)]
    [InlineData(PlacementAlgorithm.Maglev)]
    public void Between_SomeServersTakeNoRequests_CountsEachKeyThatGatewaysSendElsewhere(PlacementAlgorithm algorithm)
    {
        var before = ClusterOf(algorithm, true, true, false, true, true, false);
        var after = ClusterOf(algorithm, true, false, false, true, false, true);

        var comparison = PlacementComparison.Between(before.Placement, after.Placement, TakesOf(before), TakesOf(after));

        var moved = Enumerable.Range(0, PlacementComparison.SyntheticKeys)
            .Select(i => before.HashOf(i.ToString(CultureInfo.InvariantCulture)))
            .Count(hash => before.Select(hash, []).Server != after.Select(hash, []).Server);
        Assert.Equal(moved / (double)PlacementComparison.SyntheticKeys, comparison.Moved);
        Assert.Equal(0, comparison.MovedBetweenUnchanged);
    }

    [Theory]
    [InlineData(PlacementAlgorithm.Ring)]
    [InlineData(PlacementAlgorithm.Rendezvous)]
    [InlineData(PlacementAlgorithm.Ketama)]
    [InlineData(PlacementAlgorithm.Maglev)]
    public void Between_OneDrainsAndAnotherGrows_TheLeastIsTheTotalVariationDistance(PlacementAlgorithm algorithm)
    {
        var before = Placement.Build(algorithm, Placements.Equal(5));
        var after = before.Rebuild([.. before.Members.Select((member, i) => i == 0 ? member with { Weight = 2 * member.Weight } : member)]);
        ImmutableArray<bool> takes = [true, false, true, true, true];

        var comparison = PlacementComparison.Between(before, after, default, takes);

        var (sharesBefore, sharesAfter) = (KeyShares.Of(before), KeyShares.Of(after, takes));
        var distance = sharesBefore.Zip(sharesAfter).Sum(pair => Math.Abs(pair.First.Share - pair.Second.Share)) / 2;
        Assert.Equal(distance, comparison.Least, 0.01);
        Assert.InRange(comparison.Least, 0.15, comparison.Moved);
        Assert.Equal(comparison.Moved, comparison.Least + comparison.Avoidable, 12);
    }

    [Fact]
    public void Between_AServerIsReplaced_MovesAsLittleAsPossible()
    {
        var before = Placement.Build(PlacementAlgorithm.Rendezvous, Placements.Equal(4));
        var after = before.Rebuild([.. before.Members.Take(3), before.Members[3] with { Id = "other" }]);

        var comparison = PlacementComparison.Between(before, after);

        Assert.Equal(0.25, comparison.Least, 0.01);
        Assert.InRange(comparison.Avoidable, 0, 0.25);
    }

    [Fact]
    public void Between_AllServersStopTakingRequests_MovesEverything()
    {
        var placement = Placement.Build(PlacementAlgorithm.Ring, Placements.Equal(2));

        Assert.Equal(new(1, 0, 1), PlacementComparison.Between(placement, placement, default, [false, false]));
        Assert.Equal(default, PlacementComparison.Between(placement, placement, [false, false], [false, false]));
    }

    [Fact]
    public void Between_GivenKeys_CountsThem()
    {
        var before = HashRing.Build([new("a", 1)]);
        var after = HashRing.Build([new("a", 1), new("b", 1)]);
        var (stays, moves) =
            (after.Points().First(point => point.Owner == 0).Position, after.Points().First(point => point.Owner == 1).Position);

        var comparison = PlacementComparison.Between(before, [stays, moves, moves, moves], after, [stays, moves, moves, moves]);

        Assert.Equal(new(0.75, 0, 0.75), comparison);
    }

    [Fact]
    public void Between_InvalidKeys_Throws()
    {
        var ring = HashRing.Build([new("a", 1)]);

        Assert.Throws<ArgumentException>(() => PlacementComparison.Between(ring, [], ring, []));
        Assert.Throws<ArgumentException>(() => PlacementComparison.Between(ring, [1], ring, [1, 2]));
    }

    private static ClusterSnapshot ClusterOf(PlacementAlgorithm algorithm, params bool[] takes)
    {
        var servers = takes.Select((takesRequests, i) => new Server
        {
            Id = new($"server-{i}"),
            Url = $"http://server-{i}.test",
            Weight = 50 + (20 * i),
            State = takesRequests ? ServerState.Active : ServerState.Draining,
        });
        return ClusterSnapshot.Create(new(new("epoch"), 1, servers), algorithm);
    }

    private static ImmutableArray<bool> TakesOf(ClusterSnapshot cluster) =>
        [.. cluster.Membership.Servers.Select(server => server.State == ServerState.Active)];

    /// <summary>
    /// Returns the exact share of moved keys: the length of the arcs, cut at the points of both rings, whose owners differ.
    /// </summary>
    private static double ExactlyMoved(HashRing before, HashRing after)
    {
        var cuts = before.Points().Concat(after.Points()).Select(point => point.Position).Distinct().Order().ToArray();
        var moved = 0.0;
        for (var i = 0; i < cuts.Length; i++)
        {
            var length = cuts.Length == 1 ? Circle : unchecked(cuts[i] - cuts[(i + cuts.Length - 1) % cuts.Length]);
            moved += string.Equals(before.OwnerId(cuts[i]), after.OwnerId(cuts[i]), StringComparison.Ordinal) ? 0 : length;
        }

        return moved / Circle;
    }
}
