using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.State.Weights;
using LoadBalancer.Tests.EndToEnd.Dashboard;

namespace LoadBalancer.Tests.Dashboard.State.Weights;

public sealed class ExpectedSharesTests
{
    private static readonly WeightShares Before = new([new("a"), new("b")], [0.5, 0.5]);
    private static readonly WeightShares After = new([new("a"), new("b"), new("c")], [0.25, 0.25, 0.5]);

    [Fact]
    public void Of_ServerThatHasJustJoined_ExpectsOnlyItsPartOfTheTime()
    {
        var shares = Of([Before, Before, Before, After], [(50, 50, 0), (50, 50, 0), (50, 50, 0), (25, 25, 50)]);

        Assert.Null(shares.KnownSince);
        Assert.Equal(50 / 400.0, shares.Of(new("c")), 9);
        Assert.Equal(175 / 400.0, shares.Of(new("a")), 9);
        Assert.Equal(shares.Of(new("c")), shares.ActualOf(new("c")), 9);
        Assert.Equal(1, shares.Total, 9);
    }

    [Fact]
    public void Of_TrafficThatChanges_WeighsIntervalsByTheirRequests()
    {
        var shares = Of([Before, After], [(450, 450, 0), (25, 25, 50)]);

        Assert.Equal(50 / 1000.0, shares.Of(new("c")), 9);
    }

    [Fact]
    public void Of_ServerThatGetsNothing_IsBelowWhatIsExpected()
    {
        var shares = Of([Before, Before], [(100, 0, 0), (100, 0, 0)]);

        Assert.Equal((0.5, 0), (shares.Of(new("b")), shares.ActualOf(new("b"))));
    }

    [Fact]
    public void Of_DashboardThatHasJustStarted_ComparesOnlyTheKnownPart()
    {
        var shares = Of([null, null, After], [(500, 500, 0), (500, 500, 0), (25, 25, 50)]);

        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(20), shares.KnownSince);
        Assert.Equal((0.5, 0.5), (shares.Of(new("c")), shares.ActualOf(new("c"))));
        Assert.Equal((0.25, 0.25), (shares.Of(new("a")), shares.ActualOf(new("a"))));
    }

    [Fact]
    public void Of_NoRequestsBeforeTheDashboardStarted_IsKnownForAll()
    {
        var shares = Of([null, Before], [(0, 0, 0), (50, 50, 0)]);

        Assert.Null(shares.KnownSince);
        Assert.True(shares.IsKnown);
    }

    [Fact]
    public void Of_NothingKnown_HasNoShares()
    {
        var shares = Of([], [(50, 50, 0)]);

        Assert.False(shares.IsKnown);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(10), shares.KnownSince);
        Assert.Equal((0, 0), (shares.Of(new("a")), shares.ActualOf(new("a"))));
    }

    [Fact]
    public void Of_ClusterInUse_AddsUpToAllRequests()
    {
        var snapshot = SampleCluster.InUse();

        var shares = ExpectedShares.Of(snapshot);

        Assert.Equal(1, snapshot.Servers.Sum(server => shares.Of(server.Server.Id)), 9);
        Assert.Equal(1, snapshot.Servers.Sum(server => shares.ActualOf(server.Server.Id)), 9);
        Assert.All(snapshot.Servers, server => Assert.Equal(server.RequestShare, shares.ActualOf(server.Server.Id), 9));
    }

    private static ExpectedShares Of(ImmutableArray<WeightShares?> weights, (long A, long B, long C)[] requests) =>
        ExpectedShares.Of(SampleCluster.Nothing() with
        {
            Timeline = Timelines.Of(
                DateTimeOffset.UnixEpoch, requests.Select(interval => StatisticsOf(interval.A, interval.B, interval.C))),
            Weights = weights,
        });

    private static ImmutableDictionary<ServerId, ServerStatistics> StatisticsOf(long a, long b, long c) =>
        ImmutableDictionary<ServerId, ServerStatistics>.Empty
            .Add(new("a"), ServerStatistics.None with { Requests = a })
            .Add(new("b"), ServerStatistics.None with { Requests = b })
            .Add(new("c"), ServerStatistics.None with { Requests = c });
}
