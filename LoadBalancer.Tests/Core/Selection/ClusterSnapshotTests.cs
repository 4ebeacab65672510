using CsCheck;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Selection;

public sealed class ClusterSnapshotTests
{
    [Fact]
    public void Select_OwnerUsable_IsTheOwner()
    {
        var snapshot = Create(Servers(5));

        Assert.All(
            Placements.Probes, hash => Assert.Equal(new(snapshot.Placement.Owner(hash), SelectionReason.Owner), snapshot.Select(hash, [])));
    }

    [Theory]
    [InlineData(PlacementAlgorithm.Ring)]
    [InlineData(PlacementAlgorithm.Maglev)]
    [InlineData(PlacementAlgorithm.Rendezvous)]
    [InlineData(PlacementAlgorithm.Ketama)]
    public void Select_AnyStatesAndTried_IsTheFirstCandidateThatIsNeither(PlacementAlgorithm algorithm) =>
        Gen.Select(Gen.Bool.Array[0, 70], Gen.Int[0, 69].Array[0, 4], Gen.ULong).Sample(
            (draining, tried, hash) =>
            {
                var snapshot = ClusterSnapshot.Create(
                    new(new("e"), 1, draining.Select(
                        (drains, i) => Server($"s{i:00}") with { State = drains ? ServerState.Draining : ServerState.Active })),
                    algorithm);

                var expected = snapshot.Placement.CandidateIds(hash).Select(id => snapshot.Membership.IndexOf(new(id)))
                    .Where(server => snapshot.IsUsable(server) && !tried.Contains(server))
                    .Append(-1)
                    .First();

                Assert.Equal(expected, snapshot.Select(hash, tried).Server);
                Assert.Equal(draining.Count(drains => !drains), snapshot.UsableCount);
            },
            iter: 100);

    [Fact]
    public void Select_NoServers_IsNone() => Assert.Equal(SelectedServer.None, Create([]).Select(42, []));

    [Fact]
    public void Select_EveryServerTried_IsNone() => Assert.Equal(SelectedServer.None, Create(Servers(2)).Select(42, [1, 0]));

    [Fact]
    public void Select_OwnerUsableOrNot_AllocatesNothing()
    {
        var snapshot = Create(Servers(100).Select((server, i) => i % 2 == 0 ? server with { State = ServerState.Draining } : server));
        int[] tried = [1, 2, 3];

        Assert.Equal(0, Allocations.Of(() =>
        {
            foreach (var probe in Placements.Probes)
            {
                snapshot.Select(snapshot.HashOf("a key of a request"), []);
                snapshot.Select(probe, tried);
            }
        }));
    }

    [Fact]
    public void HashOf_Algorithm_IsTheHashThatItPlacesBy()
    {
        Assert.Equal(KeyHash.Of("k"), Create(Servers(1)).HashOf("k"));
        Assert.Equal(KeyHash.Of(PlacementAlgorithm.Ketama, "k"), Create(Servers(1), PlacementAlgorithm.Ketama).HashOf("k"));
    }

    [Fact]
    public void Next_SameMembership_KeepsThePlacementUnlessAWeightInEffectDiffers()
    {
        var snapshot = Create(Servers(3));

        var health = new ClusterHealth([HealthReason.Healthy, HealthReason.ProbesFail, HealthReason.Healthy], IsPanic: false);

        var same = snapshot.Next(snapshot.Membership, weights: [100, 100, 100], health: health);
        var other = snapshot.Next(snapshot.Membership, weights: [100, 10, 100]);

        Assert.Same(snapshot.Placement, same.Placement);
        Assert.Equal((snapshot.Digest, 2), (same.Digest, same.UsableCount));
        Assert.Equal(10, other.Placement.Members[1].Weight);
        Assert.NotEqual(snapshot.Digest, other.Digest);
    }

    [Fact]
    public void Next_UrlOrStateChanged_KeepsThePlacement()
    {
        var servers = Servers(3).ToArray();
        var snapshot = Create(servers);

        servers[0] = servers[0] with { Url = "http://elsewhere:1", State = ServerState.Draining };
        var next = snapshot.Next(new(new("e"), 2, servers));

        Assert.Same(snapshot.Placement, next.Placement);
        Assert.Equal(2, next.Membership.Version);
        Assert.Equal(2, next.UsableCount);
    }

    [Fact]
    public void Next_KetamaHostOrPortChanged_RebuildsThePlacementAndAPathDoesNot()
    {
        var servers = Servers(3).ToArray();
        var snapshot = Create(servers, PlacementAlgorithm.Ketama);

        var path = snapshot.Next(new(new("e"), 2, [servers[0] with { Url = servers[0].Url + "/base" }, .. servers[1..]]));
        var port = snapshot.Next(new(new("e"), 2, [servers[0] with { Url = "http://s1:9" }, .. servers[1..]]));

        Assert.Same(snapshot.Placement, path.Placement);
        Assert.Equal(snapshot.Digest, path.Digest);
        Assert.NotSame(snapshot.Placement, port.Placement);
        Assert.NotEqual(snapshot.Digest, port.Digest);
    }

    [Theory]
    [InlineData(PlacementAlgorithm.Ring)]
    [InlineData(PlacementAlgorithm.Maglev)]
    [InlineData(PlacementAlgorithm.Rendezvous)]
    [InlineData(PlacementAlgorithm.Ketama)]
    public void Next_AnyChange_EqualsANewSnapshot(PlacementAlgorithm algorithm) =>
        Gen.Select(Placements.Members(0, 8), Placements.Members(0, 8)).Sample(
            (before, after) =>
            {
                var next = Create(before.Select(ServerOf), algorithm).Next(new(new("e"), 2, after.Select(ServerOf)));
                var fresh = ClusterSnapshot.Create(new(new("e"), 2, after.Select(ServerOf)), algorithm);

                Assert.Equal(fresh.Digest, next.Digest);
                Assert.Equal(fresh.Placement.Members, next.Placement.Members);
                Assert.All(
                    Placements.Probes[..50], hash => Assert.Equal(fresh.Placement.CandidateIds(hash), next.Placement.CandidateIds(hash)));
            },
            iter: 20);

    private static Server ServerOf(PlacementMember member) => Server(member.Id) with { Weight = member.Weight };

    private static IEnumerable<Server> Servers(int count) => Enumerable.Range(1, count).Select(i => Server($"s{i}"));

    private static Server Server(string id) => new() { Id = new(id), Url = $"http://{id}:8080" };

    private static ClusterSnapshot Create(IEnumerable<Server> servers, PlacementAlgorithm algorithm = PlacementAlgorithm.Ring) =>
        ClusterSnapshot.Create(new(new("e"), 1, servers), algorithm);
}
