using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Tests.Dashboard.State;

public sealed class ClusterTrackerTests
{
    private static readonly MembershipSnapshot Two = Reports.Membership(2, "a", "b");

    private readonly ClusterTracker _tracker = new();

    [Fact]
    public void Next_NoGateway_UsesTheMembershipAlone()
    {
        var cluster = _tracker.Next(Two, []);

        Assert.Equal((PlacementAlgorithm.Ring, 1_000), (cluster.Placement.Algorithm, cluster.Placement.PointCount));
        Assert.Equal(2, cluster.HealthyCount);
        Assert.Equal(1, _tracker.Shares.Sum(share => share.Share), 9);
    }

    [Fact]
    public void Next_NothingChanged_IsTheSameObject()
    {
        var first = _tracker.Next(Two, [Reports.Of("g", Two)]);

        Assert.Same(first, _tracker.Next(Reports.Membership(2, "a", "b"), [Reports.Of("g", Two)]));
    }

    [Fact]
    public void Next_StateChanges_KeepsThePlacement()
    {
        var first = _tracker.Next(Two, []);
        var draining = new MembershipSnapshot(new("epoch"), 3, Two.Servers.Select(server => server with { State = ServerState.Draining }));

        var second = _tracker.Next(draining, []);

        Assert.NotSame(first, second);
        Assert.Same(first.Placement, second.Placement);
        Assert.Equal(0, second.UsableCount);
    }

    [Fact]
    public void Next_MembershipWithoutAnAlgorithm_UsesThatOfTheGatewaysWithTheNewestVersion()
    {
        var cluster = _tracker.Next(Two, [Reports.Of("old", Two, version: 1), Reports.Of("new", Two, "d", PlacementAlgorithm.Maglev)]);

        Assert.Equal(PlacementAlgorithm.Maglev, cluster.Placement.Algorithm);
    }

    [Fact]
    public void Next_GatewaysDisagree_UsesTheMajority()
    {
        var cluster = _tracker.Next(
            Two, [Reports.Of("a", Two, "x", PlacementAlgorithm.Maglev), Reports.Of("b", Two, "y"), Reports.Of("c", Two, "y")]);

        Assert.Equal(PlacementAlgorithm.Ring, cluster.Placement.Algorithm);
    }

    [Fact]
    public void Next_ServerStartsSlowly_HasTheWeightInEffect()
    {
        var cluster = _tracker.Next(Two, [Reports.Of("g", Two, weights: [("b", 10)])]);

        Assert.Equal([100, 10], cluster.Placement.Members.Select(member => member.Weight));
        Assert.Equal([500, 50], _tracker.Shares.Select(share => share.Points));
    }

    [Fact]
    public void Next_HalfOfTheGatewaysReportUnhealthy_IsHealthy()
    {
        var cluster = _tracker.Next(
            Two,
            [
                Reports.Of("g", Two, unhealthy: [("a", HealthReason.ProbesFail)]),
                Reports.Of("h", Two) with { Up = [ServerProcess.Of(Two.Servers[0])] },
            ]);

        Assert.True(cluster.Health.IsHealthy(0));
    }

    [Fact]
    public void Next_GatewayWithoutAVerdict_UsesThatOfTheOthers()
    {
        var cluster = _tracker.Next(
            Two, [Reports.Of("g", Two, unhealthy: [("a", HealthReason.ProbesFail)]), Reports.Of("just started", Two)]);

        Assert.Equal([HealthReason.ProbesFail, HealthReason.Healthy], cluster.Health.Reasons);
    }

    [Fact]
    public void Next_MostGatewaysReportUnhealthy_IsUnhealthyForTheirReason()
    {
        var cluster = _tracker.Next(
            Two,
            [
                Reports.Of("g", Two, unhealthy: [("a", HealthReason.OtherGateways)]),
                Reports.Of("h", Two, unhealthy: [("a", HealthReason.OtherGateways)]),
                Reports.Of("i", Two, unhealthy: [("a", HealthReason.FailureRate)]),
                Reports.Of("j", Two),
            ]);

        Assert.Equal([HealthReason.FailureRate, HealthReason.Healthy], cluster.Health.Reasons);
    }

    [Fact]
    public void Next_MostGatewaysPanic_UsesAll()
    {
        var cluster = _tracker.Next(
            Two, [Reports.Of("g", Two, isPanic: true, unhealthy: [("a", HealthReason.ProbesFail), ("b", HealthReason.ProbesFail)])]);

        Assert.Equal((2, 0), (cluster.UsableCount, cluster.HealthyCount));
    }
}
