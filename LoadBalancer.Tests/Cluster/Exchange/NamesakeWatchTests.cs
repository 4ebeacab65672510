using LoadBalancer.Cluster.Exchange;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Tests.Cluster.Exchange;

public sealed class NamesakeWatchTests
{
    private const string Self = "gw.00000000000000000000000000000001";
    private const string Namesake = "gw.00000000000000000000000000000002";
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly NamesakeWatch _watch = new(new("gw"), new(Self));

    [Fact]
    public void HasBegun_NamesakeThatStays_IsTrueOnce()
    {
        Assert.False(At(0, Self, Namesake));
        Assert.False(At(9.5, Self, Namesake));
        Assert.True(At(10, Self, Namesake));
        Assert.False(At(20, Self, Namesake));
    }

    [Fact]
    public void HasBegun_ReportOfAKilledProcess_IsFalse()
    {
        Assert.False(At(0, Self, Namesake));
        Assert.False(At(5.5, Self, Namesake));
        Assert.False(At(6, Self));
        Assert.False(At(60, Self));
    }

    [Fact]
    public void HasBegun_NamesakeLeavesAndANewOneAppears_IsTrueAgain()
    {
        Assert.False(At(0, Namesake));
        Assert.True(At(10, Namesake));
        Assert.False(At(11));
        Assert.False(At(12, Namesake));
        Assert.True(At(22, Namesake));
    }

    [Fact]
    public void HasBegun_GatewayIdsWithACommonPrefix_IsFalse()
    {
        string[] others = ["gw.2.00000000000000000000000000000001", "gw2.00000000000000000000000000000001", "gw"];

        Assert.False(At(0, others));
        Assert.False(At(60, others));
    }

    private bool At(double seconds, params string[] gateways) =>
        _watch.HasBegun(gateways.Select(GatewayProcess.Create), Start.AddSeconds(seconds));
}
