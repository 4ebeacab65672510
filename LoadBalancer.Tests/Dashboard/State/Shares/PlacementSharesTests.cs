using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Dashboard.State.Shares;

namespace LoadBalancer.Tests.Dashboard.State.Shares;

public sealed class PlacementSharesTests
{
    [Theory]
    [InlineData(PlacementAlgorithm.Ring)]
    [InlineData(PlacementAlgorithm.Ketama)]
    [InlineData(PlacementAlgorithm.Maglev)]
    [InlineData(PlacementAlgorithm.Rendezvous)]
    public void Of_ServersWithWeights_SumToOneAndFollowTheWeights(PlacementAlgorithm algorithm)
    {
        var shares = Of(algorithm, 20, number => ServerOf(number) with { Weight = number % 2 == 0 ? 200 : 100 });

        Assert.Equal(1, shares.All.Sum(share => share.Share), 9);
        Assert.Equal(1, shares.All.Sum(share => share.Expected), 9);
        Assert.Equal(0, shares.All.Sum(share => share.Deviation), 9);
        Assert.All(shares.All, share => Assert.InRange(share.Ratio!.Value, 0.5, 1.6));
        Assert.True(shares.Most!.Ratio >= 1 && shares.Least!.Ratio <= 1);
        Assert.Equal(shares.All.Max(share => Math.Max(share.Share, share.Expected)), shares.Greatest);
    }

    [Fact]
    public void Of_RendezvousServers_HaveNoDeviation() =>
        Assert.All(Of(PlacementAlgorithm.Rendezvous, 7, ServerOf).All, share => Assert.Equal(0, share.Deviation, 12));

    [Fact]
    public void Of_ADrainingServer_GetsNothingAndKeepsItsPoints()
    {
        var all = Of(PlacementAlgorithm.Ring, 4, ServerOf);
        var shares = Of(
            PlacementAlgorithm.Ring,
            4,
            number => ServerOf(number) with { State = number == 2 ? ServerState.Draining : ServerState.Active });

        var draining = shares.All[1];
        Assert.True(draining.IsDraining);
        Assert.Equal((0, 0, default(double?)), (draining.Share, draining.Expected, draining.Ratio));
        Assert.Equal(all.All[1].Points, draining.Points);
        Assert.Equal(1, shares.All.Sum(share => share.Share), 9);
        Assert.All([0, 2, 3], i => Assert.Equal(1 / 3.0, shares.All[i].Expected, 9));
        Assert.All([0, 2, 3], i => Assert.True(shares.All[i].Share > all.All[i].Share));
    }

    [Fact]
    public void Of_AServerInSlowStart_IsComparedWithItsWeightInEffect()
    {
        MembershipSnapshot membership = new(new("e"), 1, [ServerOf(1), ServerOf(2)]);

        var shares = PlacementShares.Of(ClusterSnapshot.Create(membership, PlacementAlgorithm.Maglev, [100, 25]));

        Assert.Equal((25, 100), (shares.All[1].EffectiveWeight, shares.All[1].Server.Weight));
        Assert.Equal(0.2, shares.All[1].Expected, 9);
        Assert.Equal(0.2, shares.All[1].Share, 0.001);
    }

    [Fact]
    public void Of_NobodyTakesRequests_IsNothing()
    {
        Assert.Empty(Of(PlacementAlgorithm.Ring, 0, ServerOf).All);
        var drained = Of(PlacementAlgorithm.Ring, 2, number => ServerOf(number) with { State = ServerState.Draining });
        Assert.Equal([0, 0], drained.All.Select(share => share.Share));
        Assert.Null(drained.Most);
        Assert.Equal(0, drained.Greatest);
    }

    [Theory]
    [InlineData(null, null, "keys", true, 0)]
    [InlineData("server", "2", "server", false, 1)]
    [InlineData("-deviation", "7", "deviation", true, 6)]
    [InlineData("nonsense", "x", "keys", true, 0)]
    [InlineData("-", "-3", "keys", true, 0)]
    public void Read_OfAnAddress_TakesWhatItKnows(string? sort, string? page, string column, bool isDescending, int expected)
    {
        var query = ShareQuery.Read(name => name == ShareQuery.SortName ? sort : page);

        Assert.Equal(new(column, isDescending, expected), query);
        Assert.Equal(query with { Page = 0 }, ShareQuery.Read(name => name == ShareQuery.SortName ? query.Sort : null));
    }

    [Fact]
    public void Select_OfFiveHundredServers_ShowsPagesInOrder()
    {
        var shares = Of(PlacementAlgorithm.Ring, 500, ServerOf);

        var (shown, page) = ShareQuery.Read(_ => null).Select(shares);
        var (last, lastPage) = ShareQuery.Read(name => name == ShareQuery.PageName ? "999" : "server").Select(shares);
        var (least, _) = ShareQuery.Read(name => name == ShareQuery.SortName ? "deviation" : null).Select(shares);

        Assert.Equal((0, 25), (page, shown.Count()));
        Assert.Equal(shares.All.Select(share => share.Share).OrderDescending().Take(25), shown.Select(share => share.Share));
        Assert.Equal(19, lastPage);
        Assert.Equal(Enumerable.Range(476, 25).Select(number => $"backend-{number}"), last.Select(share => share.Server.Id.Value));
        Assert.Equal(shares.All.Min(share => share.Deviation), least.First().Deviation);
    }

    [Fact]
    public void SortedBy_TheSameColumn_Reverses()
    {
        var query = ShareQuery.Read(_ => null);

        Assert.Null(query.Sort);
        Assert.Equal("keys", query.SortedBy("keys").Sort);
        Assert.Equal("server", query.SortedBy("server").Sort);
        Assert.Equal("-points", (query with { Page = 3 }).SortedBy("points").Sort);
        Assert.Equal(0, (query with { Page = 3 }).SortedBy("points").Page);
    }

    private static PlacementShares Of(PlacementAlgorithm algorithm, int servers, Func<int, Server> serverOf) =>
        PlacementShares.Of(ClusterSnapshot.Create(
            new(new("e"), 1, Enumerable.Range(1, servers).Select(serverOf)), algorithm));

    private static Server ServerOf(int number) => new() { Id = new($"backend-{number}"), Url = $"http://10.0.0.{number}" };
}
