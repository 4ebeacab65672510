using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Hashing.Ring;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Hashing.Ketama;

public sealed class KetamaRingTests
{
    /// <summary>The expected owners were computed from nginx's source, in addition to the oracle test, which runs nginx.</summary>
    [Theory]
    [InlineData("user-1", "10.0.0.3:8080")]
    [InlineData("user-2", "10.0.0.3:8080")]
    [InlineData("user-42", "10.0.0.3:8080")]
    [InlineData("/index.html", "10.0.0.1:8080")]
    [InlineData("a", "10.0.0.1:8080")]
    public void Owner_KnownKeys_MatchesNginx(string key, string owner)
    {
        var ring = HashRing.BuildKetama([new("10.0.0.1:8080", 100), new("10.0.0.2:8080", 100), new("10.0.0.3:8080", 200)]);

        Assert.Equal(640, ring.PointCount);
        Assert.Equal(owner, ring.OwnerId(KeyHash.Of(PlacementAlgorithm.Ketama, key)));
    }

    [Fact]
    public void Build_NamedMembers_PlacesByNameAndReturnsIds()
    {
        var byId = HashRing.BuildKetama([new("10.0.0.1:80", 100), new("10.0.0.2:80", 100)]);
        var byName = HashRing.BuildKetama([new("blue", 100, "10.0.0.1:80"), new("green", 100, "10.0.0.2:80")]);

        Assert.All(Placements.Probes, hash => Assert.Equal(byId.Owner(hash), byName.Owner(hash)));
        Assert.Equal(["blue", "green"], byName.Members.Select(member => member.Id));
    }

    [Fact]
    public void Rebuild_OneNameChanged_MovesKeysOnlyToAndFromThatServer()
    {
        var before = HashRing.BuildKetama([new("a", 100, "h:1"), new("b", 100, "h:2"), new("c", 100, "h:3")]);
        PlacementMember[] changed = [new("a", 100, "h:1"), new("b", 100, "h:9"), new("c", 100, "h:3")];

        var after = before.Rebuild(changed);

        Assert.Equal(HashRing.BuildKetama(changed).Points(), after.Points());
        Assert.NotEqual(before.Points(), after.Points());
        Assert.All(Placements.Probes, hash => Assert.True(
            before.OwnerId(hash) == after.OwnerId(hash) || before.OwnerId(hash) == "b" || after.OwnerId(hash) == "b"));
    }

    [Fact]
    public void Candidates_TwoServersOfOneName_ListBoth()
    {
        var ring = HashRing.BuildKetama([new("b", 100, "same:1"), new("a", 100, "same:1"), new("c", 1, "other:1")]);

        Assert.All(Placements.Probes, hash => Assert.Equal(3, ring.CandidateIds(hash).Distinct(StringComparer.Ordinal).Count()));
        Assert.All(Placements.Probes, hash => Assert.NotEqual("b", ring.OwnerId(hash)));
    }

    /// <summary>A hash computed for another algorithm still finds an owner, though not the one that nginx chooses.</summary>
    [Fact]
    public void Owner_HashWithLowBits_IsTheNextPointClockwise()
    {
        var ring = HashRing.BuildKetama([new("a:1", 1), new("b:1", 1)]);
        var first = ring.Points().First();

        Assert.Equal(first.Owner, ring.Owner(first.Position));
        Assert.Equal(ring.Points().ElementAt(1).Owner, ring.Owner(first.Position + 1));
    }
}
