using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.Charts;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Tests.Dashboard.State;

namespace LoadBalancer.Tests.Dashboard.Charts;

public sealed class ServerRankingTests
{
    private const int Intervals = 181;

    [Fact]
    public void Of_RecentlyBusyServers_RankBeforeFormerlyBusyOnes()
    {
        ServerId[] old = [.. Enumerable.Range(1, 40).Select(i => new ServerId($"old-{i}"))];
        string[] young = [.. Enumerable.Range(1, 8).Select(i => $"young-{i}")];
        var snapshot = SnapshotOf(
            young, [.. old.Select(id => (id.Value, 0, 175, 100L)), .. young.Select(id => (id, 175, Intervals, 500L))]);

        var ranked = ServerRanking.Of(snapshot, ServerPalette.Empty.For(old)).ToArray();

        Assert.Equal(young.ToHashSet(), ranked[..8].Select(id => id.Value).ToHashSet());
        var chart = TimelineChart.Of(snapshot.Timeline, ServerPalette.Empty.For(ranked));
        Assert.Equal(0, chart.Series.Single(series => series.Server is null).Rates[^1]);
    }

    [Fact]
    public void Of_ServerWithSlightlyMoreTraffic_KeepsTheShownOnesInPlace()
    {
        var snapshot = SnapshotOf(
            ["shown", "more", "most"], ("shown", 0, Intervals, 100), ("more", 0, Intervals, 130), ("most", 0, Intervals, 170));

        Assert.Equal(
            ["most", "shown", "more"], ServerRanking.Of(snapshot, ServerPalette.Empty.For([new("shown")])).Select(name => name.Value));
        Assert.Equal(["most", "more", "shown"], ServerRanking.Of(snapshot, ServerPalette.Empty).Select(name => name.Value));
    }

    [Fact]
    public void Of_ServersWithoutRequests_OrdersMembersByNumber()
    {
        var snapshot = SnapshotOf(["backend-10", "backend-2", "backend-1"]);

        Assert.Equal(["backend-1", "backend-2", "backend-10"], ServerRanking.Of(snapshot, ServerPalette.Empty).Select(name => name.Value));
    }

    [Fact]
    public void Of_MemberWithoutRequests_RanksBeforeServersThatLeftLongAgo()
    {
        var snapshot = SnapshotOf(
            ["busy", "idle"], ("busy", 0, Intervals, 10), ("gone", 0, Intervals - 60, 100), ("leaving", 0, Intervals - 6, 10));

        Assert.Equal(
            ["busy", "leaving", "idle", "gone"],
            ServerRanking.Of(snapshot, ServerPalette.Empty.For([new("gone")])).Select(name => name.Value));
    }

    [Fact]
    public void PaletteOf_SuccessiveSnapshots_KeepsColoursAndIsTheSameForAllViewers()
    {
        var charts = new SharedCharts();
        var first = SnapshotOf(["backend-1", "backend-11"], ("backend-1", 0, Intervals, 10), ("backend-11", 0, Intervals, 10));
        var second = SnapshotOf(["backend-11"], ("backend-11", 0, Intervals, 10));

        var before = charts.PaletteOf(first);
        var after = charts.PaletteOf(second);

        Assert.Equal((0, 1), (before.ColourOf(new("backend-1")), before.ColourOf(new("backend-11"))));
        Assert.Equal(1, after.ColourOf(new("backend-11")));
        Assert.Same(before, charts.PaletteOf(first));
        Assert.Same(after, charts.PaletteOf(second));
    }

    [Fact]
    public void PaletteOf_OthersBecomeBusier_KeepsTheColoursOfMembersForAWhile()
    {
        var charts = new SharedCharts();
        string[] members = [.. Enumerable.Range(1, 17).Select(i => $"many-{i}")];
        var idle = SnapshotOf(members);
        var busy = SnapshotOf(members, [.. members[7..].Select(id => (id, 0, Intervals, 100L))]);
        var first = charts.PaletteOf(idle);

        Assert.Same(first, charts.PaletteOf(busy with { At = idle.At.AddMinutes(4) }));
        var later = charts.PaletteOf(busy with { At = idle.At.AddMinutes(5) });

        Assert.Equal(members[..10], members.Where(id => first.Has(new(id))));
        Assert.Equal(members[7..], members.Where(id => later.Has(new(id))));
    }

    [Fact]
    public void PaletteOf_MembersLeave_GivesTheirColoursToOthersAtOnce()
    {
        var charts = new SharedCharts();
        string[] members = [.. Enumerable.Range(1, 17).Select(i => $"many-{i}")];
        charts.PaletteOf(SnapshotOf(members));

        var palette = charts.PaletteOf(SnapshotOf(members[7..]));

        Assert.Equal(members[7..], members.Where(id => palette.Has(new(id))));
    }

    /// <summary>
    /// Returns a cluster whose servers had the given number of requests in each interval from <c>From</c> to <c>To</c>, exclusive.
    /// </summary>
    private static DashboardSnapshot SnapshotOf(string[] members, params (string Id, int From, int To, long Requests)[] traffic)
    {
        var membership = Reports.Membership(1, members);
        var intervals = Enumerable.Range(0, Intervals).Select(i => traffic.Where(one => i >= one.From && i < one.To)
            .ToImmutableDictionary(one => new ServerId(one.Id), one => ServerStatistics.None with { Requests = one.Requests }));
        return new()
        {
            At = Reports.Noon,
            Store = new(IsConnected: true, Reports.Noon, WasReached: true),
            Cluster = ClusterSnapshot.Create(membership, PlacementAlgorithm.Ring),
            Servers =
            [
                .. membership.Servers.Select(server => new ServerView(
                    server, 100, 0, 0, 0, IsHealthy: true, IsChecked: true, [], LeaseLeft: null, 0, ServerStatistics.None, 0, 0)),
            ],
            Gateways = [],
            TotalRequests = 0,
            Totals = ImmutableDictionary<ServerId, ServerCounts>.Empty,
            Timeline = Timelines.Of(Reports.Noon, intervals),
            HotKeys = [],
            Events = [],
            Replicas = new(null, null),
        };
    }
}
