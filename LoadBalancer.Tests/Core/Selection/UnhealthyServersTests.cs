using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Selection;

public sealed class UnhealthyServersTests
{
    private static readonly MembershipSnapshot Four = new(
        new("e"), 1, Enumerable.Range(0, 4).Select(i => new Server { Id = new($"s{i}"), Url = $"http://s{i}.test" }));

    [Fact]
    public void Select_UnhealthyOwner_IsTheNextHealthyCandidateAndOtherKeysStay()
    {
        var (all, without) = (Snapshot(), Snapshot(2));

        Assert.All(Placements.Probes, hash =>
        {
            var owner = all.Placement.Owner(hash);
            var selected = without.Select(hash, []);

            Assert.Equal(owner == 2 ? SelectionReason.OwnerUnhealthy : SelectionReason.Owner, selected.Reason);
            Assert.Equal(owner == 2 ? all.Select(hash, [2]).Server : owner, selected.Server);
        });
        Assert.Equal(3, without.UsableCount);
        Assert.Equal(all.Digest, without.Digest);
    }

    [Fact]
    public void Select_InPanic_UsesUnhealthyOwnersAndReportsIt()
    {
        var snapshot = Snapshot(0, 1, 2);

        Assert.All(Placements.Probes, hash =>
        {
            var owner = snapshot.Placement.Owner(hash);

            Assert.Equal(new(owner, owner == 3 ? SelectionReason.Owner : SelectionReason.Panic), snapshot.Select(hash, []));
        });
        Assert.Equal(4, snapshot.UsableCount);
    }

    [Fact]
    public void Select_InPanicAfterAFailure_PrefersTheHealthyServer()
    {
        var snapshot = Snapshot(0, 1, 2);

        Assert.All(Placements.Probes, hash =>
        {
            var owner = snapshot.Placement.Owner(hash);
            int[] others = [.. Enumerable.Range(0, 3).Where(server => server != owner)];

            if (owner != 3)
            {
                Assert.Equal(new(3, SelectionReason.OwnerUnhealthy), snapshot.Select(hash, [owner]));
            }

            Assert.Contains(snapshot.Select(hash, [owner, 3]).Server, others);
        });
        Assert.Equal(SelectedServer.None, snapshot.Select(hash: 0, [0, 1, 2, 3]));
    }

    private static ClusterSnapshot Snapshot(params int[] unhealthy)
    {
        var reasons = Enumerable.Range(0, 4).Select(server => unhealthy.Contains(server) ? HealthReason.ProbesFail : HealthReason.Healthy);
        return ClusterSnapshot.Create(Four, PlacementAlgorithm.Ring, health: ClusterHealth.Of([.. reasons], _ => true, new()));
    }
}
