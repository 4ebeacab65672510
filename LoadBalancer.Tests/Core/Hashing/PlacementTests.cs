using CsCheck;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Hashing;

/// <summary>Tests the properties of every placement algorithm.</summary>
public sealed class PlacementTests
{
    public static TheoryData<PlacementAlgorithm> Algorithms => [.. Enum.GetValues<PlacementAlgorithm>()];

    /// <summary>
    /// The algorithms that move only the keys they must. Maglev trades this property for evenness; its own tests bound the excess.
    /// </summary>
    public static TheoryData<PlacementAlgorithm> MinimalAlgorithms =>
        [PlacementAlgorithm.Ring, PlacementAlgorithm.Rendezvous, PlacementAlgorithm.Ketama];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Build_Algorithm_IsTheRequestedOne(PlacementAlgorithm algorithm) =>
        Assert.Equal(algorithm, Placement.Build(algorithm, []).Algorithm);

    [Fact]
    public void Build_UnknownAlgorithm_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Placement.Build((PlacementAlgorithm)99, []));

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Owner_NoServers_IsNone(PlacementAlgorithm algorithm)
    {
        var placement = Placement.Build(algorithm, []);

        Assert.All(Placements.Probes, hash => Assert.Equal(-1, placement.Owner(hash)));
        Assert.Empty(placement.CandidateIds(0));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Owner_OneServer_IsThatServer(PlacementAlgorithm algorithm)
    {
        var placement = Placement.Build(algorithm, [new("only", 1)]);

        Assert.All(Placements.Probes, hash => Assert.Equal("only", placement.OwnerId(hash)));
        Assert.Equal(["only"], placement.CandidateIds(42));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Members_AnyOrder_AreInOrderOfId(PlacementAlgorithm algorithm)
    {
        var placement = Placement.Build(algorithm, [new("b", 1), new("B", 2), new("a-", 3), new("a", 4)]);

        Assert.Equal(["B", "a", "a-", "b"], placement.Members.Select(member => member.Id));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Candidates_AnyMembers_ListEveryServerOnceOwnerFirst(PlacementAlgorithm algorithm) =>
        Placements.Members(1, 12).Sample(
            members =>
            {
                var placement = Placement.Build(algorithm, members);

                foreach (var hash in Placements.Probes.AsSpan(0, 20))
                {
                    var candidates = placement.CandidateIds(hash);
                    Assert.Equal(placement.OwnerId(hash), candidates[0]);
                    Assert.Equal(
                        members.Select(member => member.Id).Order(StringComparer.Ordinal), candidates.Order(StringComparer.Ordinal));
                }
            },
            iter: 50);

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Candidates_OrderOfMembers_DoesNotMatter(PlacementAlgorithm algorithm) =>
        Placements.Members(1, 8).SelectMany(members => Gen.Shuffle(members).Select(shuffled => (members, shuffled))).Sample(
            (members, shuffled) =>
            {
                var (left, right) = (Placement.Build(algorithm, members), Placement.Build(algorithm, shuffled));

                Assert.All(Placements.Probes[..20], hash => Assert.Equal(left.CandidateIds(hash), right.CandidateIds(hash)));
            },
            iter: 30);

    /// <summary>Read in one direction, a server leaves; read in the other, a server joins.</summary>
    [Theory]
    [MemberData(nameof(MinimalAlgorithms))]
    public void Candidates_OneServerLess_AreTheOthersInTheSameOrder(PlacementAlgorithm algorithm) =>
        Gen.Select(Placements.Members(1, 8), Gen.Int[0, 7]).Sample(
            (members, choice) =>
            {
                var leaver = members[choice % members.Length];
                var before = Placement.Build(algorithm, members);
                var after = Placement.Build(algorithm, members.Where(member => member != leaver));

                Assert.All(Placements.Probes[..50], hash => Assert.Equal(
                    before.CandidateIds(hash).Where(id => !string.Equals(id, leaver.Id, StringComparison.Ordinal)),
                    after.CandidateIds(hash)));
            },
            iter: 50);

    [Theory]
    [MemberData(nameof(MinimalAlgorithms))]
    public void Owner_OneWeightRaised_MovesKeysOnlyToThatServer(PlacementAlgorithm algorithm) =>
        Gen.Select(Placements.Members(1, 8), Gen.Int[0, 7], Gen.Int[1, 1_000]).Sample(
            (members, choice, weight) =>
            {
                var changed = members[choice % members.Length];
                var (low, high) = (Math.Min(weight, changed.Weight), Math.Max(weight, changed.Weight));
                var before = Placement.Build(algorithm, Reweigh(members, changed, low));
                var after = Placement.Build(algorithm, Reweigh(members, changed, high));

                Assert.All(Placements.Probes, hash => Assert.True(
                    string.Equals(before.OwnerId(hash), after.OwnerId(hash), StringComparison.Ordinal)
                    || string.Equals(after.OwnerId(hash), changed.Id, StringComparison.Ordinal)));
            },
            iter: 50);

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Rebuild_AnyOtherMembers_EqualsBuild(PlacementAlgorithm algorithm) =>
        Gen.Select(Placements.Members(0, 10), Placements.Members(0, 10)).Sample(
            (members, others) =>
            {
                var rebuilt = Placement.Build(algorithm, members).Rebuild(others);
                var built = Placement.Build(algorithm, others);

                Assert.Equal(built.Members, rebuilt.Members);
                Assert.Equal(built.PointCount, rebuilt.PointCount);
                Assert.All(Placements.Probes[..50], hash => Assert.Equal(built.CandidateIds(hash), rebuilt.CandidateIds(hash)));
            },
            iter: 30);

    [Theory]
    [InlineData(PlacementAlgorithm.Ring, 0.16)]
    [InlineData(PlacementAlgorithm.Ketama, 0.25)]
    [InlineData(PlacementAlgorithm.Maglev, 0.02)]
    [InlineData(PlacementAlgorithm.Rendezvous, 0.02)]
    public void Owner_ManyKeys_SharesFollowWeights(PlacementAlgorithm algorithm, double tolerance)
    {
        PlacementMember[] members = [new("a", 50), new("b", 100), new("c", 200), new("d", 400), new("e", 250)];

        var shares = Placement.Build(algorithm, members).Shares(keys: 400_000);

        Assert.All(members, member => Assert.InRange(shares[member.Id] / (member.Weight / 1_000.0), 1 - tolerance, 1 + tolerance));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Build_DuplicateId_ThrowsNamingIt(PlacementAlgorithm algorithm)
    {
        var error = Assert.Throws<ArgumentException>(() => Placement.Build(algorithm, [new("twin", 1), new("other", 1), new("twin", 2)]));

        Assert.Contains("'twin'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Build_EmptyId_Throws(PlacementAlgorithm algorithm) =>
        Assert.Throws<ArgumentException>(() => Placement.Build(algorithm, [new("", 1)]));

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(1_001)]
    [InlineData(int.MaxValue)]
    public void Build_WeightOutOfRange_ThrowsNamingValueAndRange(int weight) =>
        Assert.All(Enum.GetValues<PlacementAlgorithm>(), algorithm =>
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => Placement.Build(algorithm, [new("a", weight)]));

            Assert.Contains($"'a': The weight {weight} is not allowed: it must be 1 to 1000", error.Message, StringComparison.Ordinal);
        });

    [Fact]
    public void Build_TooManyServers_ThrowsNamingNumberAndLimit()
    {
        var members = Placements.Equal(ServerRules.MaxServers + 1, weight: 1);

        Assert.All(Enum.GetValues<PlacementAlgorithm>(), algorithm =>
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => Placement.Build(algorithm, members));

            Assert.Contains("16385 servers; the maximum is 16384", error.Message, StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Build_TenThousandServers_OwnsAndWalks(PlacementAlgorithm algorithm)
    {
        var placement = Placement.Build(algorithm, Placements.Equal(10_000));

        Assert.Equal(10_000, placement.CandidateIds(KeyHash.Of("k")).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void OwnerAndWalk_ManyServers_AllocateNothing(PlacementAlgorithm algorithm)
    {
        var placement = Placement.Build(algorithm, Placements.Equal(100).Append(new("heavy", 700)));
        var met = new ulong[CandidateWalk.WordsFor(placement.Members.Length)];

        Assert.Equal(0, Allocations.Of(() => placement.Owner(0x1234_5678_9ABC_DEF0)));
        Assert.Equal(0, Allocations.Of(() =>
        {
            var walk = new CandidateWalk(placement, 0x1234_5678_9ABC_DEF0, met);
            while (walk.MoveNext())
            {
            }
        }));
    }

    private static IEnumerable<PlacementMember> Reweigh(PlacementMember[] members, PlacementMember changed, int weight) =>
        members.Select(member => member == changed ? changed with { Weight = weight } : member);
}
