using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Tests.Dashboard.State;

public sealed class NamesakeTrackerTests
{
    private readonly NamesakeTracker _tracker = new();

    [Fact]
    public void Next_TwoProcessesThatKeepReporting_AreNamesakesUntilOneStops()
    {
        Assert.Empty(Next(Of("a", 1), Of("b", 100), Of("c", 7, "other")));
        Assert.Equal(["gw"], Next(Of("a", 3), Of("b", 102), Of("c", 9, "other")));
        Assert.Equal(["gw"], Next(Of("a", 3), Of("b", 104)));
        Assert.Empty(Next(Of("b", 106)));
    }

    [Fact]
    public void Next_ARestart_IsNotAClash()
    {
        Assert.Empty(Next(Of("a", 50)));
        Assert.Empty(Next(Of("a", 51), Of("b", 1)));
        Assert.Empty(Next(Of("a", 51), Of("b", 3)));
        Assert.Empty(Next(Of("a", 51), Of("b", 9)));
        Assert.Empty(Next(Of("b", 11)));
    }

    private IEnumerable<string> Next(params GatewayReport[] reports) => _tracker.Next([.. reports]).Select(name => name.Value);

    private static GatewayReport Of(string process, long sequence, string name = "gw") =>
        Reports.Of(name, Reports.Membership(1, "a")) with { Gateway = new(process), Sequence = sequence };
}
