using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Dashboard.Preview;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Tests.Dashboard.State;

namespace LoadBalancer.Tests.Dashboard.Preview;

public sealed class PlacementPreviewTests
{
    [Fact]
    public void Of_NoEdits_MovesNothing()
    {
        var forecast = Foresee(PlacementEdits.None);

        Assert.Equal((0, 0, 0), (forecast.Moved, forecast.MovedBetweenUnchanged, forecast.Least));
        Assert.All(forecast.Servers, server => Assert.Equal(server.ShareBefore, server.ShareAfter));
    }

    [Fact]
    public void Of_SeveralEdits_PreviewsThemTogether()
    {
        var forecast = Foresee(new([new(new("a"), 200), new(new("d"), 100)], [new("b")], Algorithm: null));

        Assert.Equal(["a", "b", "c", "d"], forecast.Servers.Select(server => server.Id.Value));
        Assert.Equal([100, 100, 100, null], forecast.Servers.Select(server => server.WeightBefore));
        Assert.Equal([200, null, 100, 100], forecast.Servers.Select(server => server.WeightAfter));
        Assert.Equal(0, forecast.Servers[1].ShareAfter);
        Assert.Equal(0, forecast.Servers[3].ShareBefore);
        Assert.Equal(1, forecast.Servers.Sum(server => server.ShareAfter), 9);
        Assert.Equal(5 / 12.0, forecast.Least, 0.05);
        Assert.InRange(forecast.Moved, forecast.Least, forecast.Least + 0.15);
    }

    [Fact]
    public void Of_AppliedEdits_MatchThePreview()
    {
        var edits = new PlacementEdits([new(new("a"), 300), new(new("d"), 50, "http://d.test")], [new("c")], PlacementAlgorithm.Rendezvous);
        var snapshot = Snapshot();

        var forecast = PlacementPreview.Of(snapshot, edits).Forecast!;
        var applied = MembershipReducer.Apply(snapshot.Cluster.Membership, edits.ToChange(
            snapshot.Cluster.Membership, Reports.Noon)).Membership;

        var placement = ClusterSnapshot.Create(applied, applied.Algorithm!.Value).Placement;
        Assert.Equal(PlacementComparison.Between(snapshot.Cluster.Placement, placement).Moved, forecast.Moved);
        Assert.Equal(
            KeyShares.Of(placement).Select(share => share.Share),
            forecast.Servers.Where(server => server.WeightAfter is not null).Select(server => server.ShareAfter));
    }

    [Fact]
    public void Of_ServerInSlowStart_IsPreviewedAtFullWeight()
    {
        var membership = Snapshot().Cluster.Membership;
        var slow = Snapshot() with { Cluster = ClusterSnapshot.Create(membership, PlacementAlgorithm.Ring, [100, 100, 10]) };

        Assert.Equal(Foresee(PlacementEdits.None).Servers, PlacementPreview.Of(slow, PlacementEdits.None).Forecast!.Servers);
    }

    [Fact]
    public void Of_HotKeys_HaveTheirOwnersBeforeAndAfter()
    {
        var snapshot = Snapshot();
        var owner = snapshot.Cluster.Membership.Servers[snapshot.Cluster.Placement.Owner(KeyHash.Of("hot"))].Id;

        var forecast = PlacementPreview.Of(snapshot, new([], [owner], Algorithm: null)).Forecast!;

        var hot = Assert.Single(forecast.HotKeys);
        Assert.Equal(owner, hot.ServerBefore);
        Assert.True(hot.Moves);
        Assert.NotEqual(owner, hot.ServerAfter);
        Assert.NotNull(hot.ServerAfter);
    }

    [Fact]
    public void Of_LastServerLeaves_MovesEverything()
    {
        var forecast = Foresee(new([], [new("a"), new("b"), new("c")], Algorithm: null));

        Assert.Equal((1, 1), (forecast.Moved, forecast.Least));
        Assert.Null(Assert.Single(forecast.HotKeys).ServerAfter);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("c")]
    public void Of_ServerLeaves_MinimumDoesNotExceedWhatMoves(string id)
    {
        var forecast = Foresee(new([], [new(id)], Algorithm: null));

        Assert.Equal(0, forecast.Avoidable, 0.005);
        Assert.Equal(0, forecast.MovedBetweenUnchanged);
    }

    [Fact]
    public void Of_OneDrainsAndAnotherGrows_TheFiguresAddUp()
    {
        var forecast = Foresee(new([new(new("a"), 200)], [], Algorithm: null) { Drain = [new("b")] });

        Assert.Equal(forecast.Moved, forecast.Least + forecast.Avoidable, 12);
        Assert.Equal(forecast.Servers.Sum(server => Math.Abs(server.ShareAfter - server.ShareBefore)) / 2, forecast.Least, 0.01);
        Assert.True(forecast.Avoidable > 0.005, $"{forecast.Avoidable} is avoidable");
        Assert.Equal(0, forecast.MovedBetweenUnchanged);
    }

    [Fact]
    public void Of_ServerDrains_ItsKeysGoWhereTheGatewaysSendThem()
    {
        var snapshot = Snapshot();
        var edits = new PlacementEdits([], [], Algorithm: null) { Drain = [new("b")] };

        var forecast = PlacementPreview.Of(snapshot, edits).Forecast!;

        var membership = snapshot.Cluster.Membership;
        var applied = MembershipReducer.Apply(membership, edits.ToChange(membership, Reports.Noon)).Membership;
        var gateway = ClusterSnapshot.Create(applied, PlacementAlgorithm.Ring);
        var gets = Enumerable.Range(0, 20_000).CountBy(i => gateway.Select(KeyHash.Of($"key-{i}"), []).Server).ToDictionary();
        Assert.Equal([false, true, false], forecast.Servers.Select(server => server.StateAfter == ServerState.Draining));
        Assert.Equal(gets[0] / 20_000.0, forecast.Servers[0].ShareAfter, 0.02);
        Assert.Equal(0, forecast.Servers[1].ShareAfter);
        Assert.Equal(gets[2] / 20_000.0, forecast.Servers[2].ShareAfter, 0.02);
        Assert.Equal(forecast.Servers[1].ShareBefore, forecast.Moved, 0.01);
        Assert.Equal(0, forecast.Avoidable, 0.005);
        Assert.Equal(0, forecast.MovedBetweenUnchanged);
    }

    [Fact]
    public void Of_ADrainingServer_GetsNothingBeforeAndItsKeysOnceActivated()
    {
        var drain = new MembershipChange.SetState(new("b"), ServerState.Draining);
        var drained = MembershipReducer.Apply(Snapshot().Cluster.Membership, drain).Membership;
        var snapshot = Snapshot() with { Cluster = ClusterSnapshot.Create(drained, PlacementAlgorithm.Ring) };

        var forecast = PlacementPreview.Of(snapshot, new([], [], Algorithm: null) { Activate = [new("b")] }).Forecast!;

        Assert.Equal((ServerState.Draining, ServerState.Active), (forecast.Servers[1].StateBefore, forecast.Servers[1].StateAfter));
        Assert.Equal(0, forecast.Servers[1].ShareBefore);
        Assert.Equal(Foresee(PlacementEdits.None).Servers[1].ShareAfter, forecast.Servers[1].ShareAfter);
        Assert.Equal(forecast.Servers[1].ShareAfter, forecast.Moved, 0.01);
        Assert.Equal(0, forecast.Avoidable, 0.005);
    }

    [Fact]
    public void Of_TheOwnerOfAHotKeyDrains_ItsRequestsMove()
    {
        var snapshot = Snapshot();
        var owner = snapshot.Cluster.Membership.Servers[snapshot.Cluster.Placement.Owner(KeyHash.Of("hot"))].Id;

        var hot = Assert.Single(PlacementPreview.Of(snapshot, PlacementEdits.None with { Drain = [owner] }).Forecast!.HotKeys);

        Assert.Equal(owner, hot.ServerBefore);
        Assert.NotNull(hot.ServerAfter);
        Assert.True(hot.Moves);
    }

    [Theory]
    [InlineData("x y", 100, MembershipOutcome.Invalid)]
    [InlineData("d", 0, MembershipOutcome.Invalid)]
    [InlineData("a", 1_001, MembershipOutcome.Invalid)]
    public void Of_NotAllowed_ReportsWhy(string id, int weight, MembershipOutcome outcome)
    {
        var result = PlacementPreview.Of(Snapshot(), new([new(new(id), weight)], [], Algorithm: null));

        Assert.Equal(outcome, result.Outcome);
        Assert.Null(result.Forecast);
        Assert.NotEmpty(result.Reason!);
    }

    [Fact]
    public void Of_RemovesNoServer_ReportsWhy()
    {
        var result = PlacementPreview.Of(Snapshot(), new([], [new("nobody")], Algorithm: null));

        Assert.Equal(MembershipOutcome.NotFound, result.Outcome);
    }

    [Fact]
    public void FindMissingUrl_NewServerWithoutOne_IsReported()
    {
        var membership = Snapshot().Cluster.Membership;

        Assert.Contains(
            "'d'", new PlacementEdits([new(new("a"), 7), new(new("d"), 7)], [], null).FindMissingUrl(membership), StringComparison.Ordinal);
        Assert.Null(new PlacementEdits([new(new("a"), 7), new(new("d"), 7, "http://d")], [], null).FindMissingUrl(membership));
    }

    private static PlacementForecast Foresee(PlacementEdits edits) => PlacementPreview.Of(Snapshot(), edits).Forecast!;

    private static DashboardSnapshot Snapshot() => new()
    {
        At = Reports.Noon,
        Store = new(IsConnected: true, Reports.Noon, WasReached: true),
        Cluster = ClusterSnapshot.Create(Reports.Membership(3, "a", "b", "c"), PlacementAlgorithm.Ring),
        Servers = [],
        Gateways = [],
        TotalRequests = 0,
        Totals = ImmutableDictionary<ServerId, ServerCounts>.Empty,
        Timeline = Timelines.Of(Reports.Noon, []),
        HotKeys = [new(new("hot", KeyHash.Of("hot"), 10, 0), 0.1, new("a"))],
        Events = [],
        Replicas = new(null, null),
    };
}
