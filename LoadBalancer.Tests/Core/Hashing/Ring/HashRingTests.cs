using CsCheck;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Hashing.Ring;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Hashing.Ring;

public sealed class HashRingTests
{
    [Fact]
    public void OwnerAndCandidates_AnyMembers_EqualTheNaiveRing() =>
        Gen.Select(Placements.Members(0, 6), Gen.ULong.Array[5]).Sample(
            (members, hashes) =>
            {
                var (ring, oracle) = (HashRing.Build(members), new NaiveRing(members));

                Assert.All(hashes, hash =>
                {
                    Assert.Equal(oracle.Owner(hash), ring.OwnerId(hash));
                    Assert.Equal(oracle.Candidates(hash), ring.CandidateIds(hash));
                });
            },
            iter: 40);

    [Fact]
    public void OwnerOfEveryPoint_AndOfItsNeighbours_EqualsTheNaiveRing()
    {
        PlacementMember[] members = [new("a", 2), new("b", 3), new("c", 5)];
        var (ring, oracle) = (HashRing.Build(members), new NaiveRing(members));

        Assert.Equal(10 + 15 + 25, ring.PointCount);
        Assert.All(ring.Points(), point =>
        {
            Assert.Equal(ring.Members[point.Owner].Id, ring.OwnerId(point.Position));
            Assert.Equal(oracle.Owner(point.Position + 1), ring.OwnerId(point.Position + 1));
            Assert.Equal(oracle.Owner(point.Position - 1), ring.OwnerId(point.Position - 1));
        });
    }

    [Fact]
    public void Points_RaisedWeight_OnlyAddsThoseOfThatServer() =>
        Gen.Select(Placements.Members(1, 5), Gen.Int[1, 1_000]).Sample(
            (members, weight) =>
            {
                var (low, high) = (Math.Min(weight, members[0].Weight), Math.Max(weight, members[0].Weight));
                members[0] = members[0] with { Weight = low };
                var before = HashRing.Build(members).Points().ToHashSet();
                members[0] = members[0] with { Weight = high };
                var after = HashRing.Build(members);

                var added = after.Points().Where(point => !before.Remove(point)).ToList();

                Assert.Empty(before);
                Assert.All(added, point => Assert.Equal(members[0].Id, after.Members[point.Owner].Id));
            },
            iter: 50);

    [Fact]
    public void Rebuild_AnyChangeOfAFew_HasThePointsOfAFreshBuild() =>
        Gen.Select(Placements.Members(5, 20), Placements.Members(0, 2), Gen.Int[0, 3], Gen.Int[1, 1_000]).Sample(
            (members, joining, leaving, weight) =>
            {
                var next = members.Skip(leaving)
                    .Select((member, i) => i == 1 ? member with { Weight = weight } : member)
                    .Concat(joining).DistinctBy(member => member.Id, StringComparer.Ordinal)
                    .ToArray();

                var rebuilt = HashRing.Build(members).Rebuild(next);

                Assert.Equal(HashRing.Build(next).Points(), rebuilt.Points());
            },
            iter: 200);

    [Fact]
    public void Rebuild_ChainOfChanges_HasThePointsOfAFreshBuild()
    {
        var members = Placements.Equal(50).ToList();
        var ring = HashRing.Build(members);
        for (var change = 0; change < 40; change++)
        {
            members.RemoveAt(change);
            members.Add(new($"new-{change}", 1 + (change * 7)));
            ring = ring.Rebuild(members);
        }

        Assert.Equal(HashRing.Build(members).Points(), ring.Points());
    }

    [Fact]
    public void Build_MorePointsThanTheLimit_ThrowsNamingNumberAndLimit()
    {
        var members = Placements.Equal(3_356, weight: 1_000);

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => HashRing.Build(members));

        Assert.Contains("16780000 points; the maximum is 16777216", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => HashRing.Build([]).Rebuild(members));
    }

    /// <summary>The suffix is what follows the last separator, so IDs that contain one share no point by construction.</summary>
    [Fact]
    public void Build_IdsWithTheSeparator_AreDistinctServers()
    {
        var ring = HashRing.Build([new("a", 100), new("a#1", 100), new("a#", 100)]);

        Assert.Equal(1_500, ring.Points().Select(point => point.Position).Distinct().Count());
    }

    [Fact]
    public void Owner_TenEqualServers_PeakStaysBelow115Percent()
    {
        var shares = HashRing.Build(Placements.Equal(10)).Shares(keys: 400_000);

        Assert.InRange(shares.Values.Max() * 10, 1, 1.15);
    }
}
