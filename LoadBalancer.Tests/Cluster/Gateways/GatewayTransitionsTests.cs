using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Cluster.Gateways;

public sealed class GatewayTransitionsTests
{
    private static readonly KnownGateway Gateway = new(new("gateway-1"), new("gateway-1.1"), Changes.Noon);

    [Fact]
    public void Report_EntryLostWithTheStore_IsRestoredWithoutAnEvent() =>
        Assert.Equal((Gateway, null), GatewayTransitions.Report(entry: null, Gateway, isRegistered: true, Changes.Noon));

    [Fact]
    public void Report_NamesakeOwnsTheEntry_LeavesItUnchanged() =>
        Assert.Equal(
            (null, null), GatewayTransitions.Report(
                Gateway with { Gateway = new("gateway-1.2") }, Gateway, isRegistered: true, Changes.Noon));

    [Fact]
    public void Silent_AlreadyLost_RecordsNoSecondEvent()
    {
        var lost = Gateway with { LostSince = Changes.Noon };

        Assert.Equal((lost, null), GatewayTransitions.Silent(lost, "gateway-2", Changes.Noon + TimeSpan.FromHours(23)));
    }

    [Fact]
    public void Silent_LostForADay_IsForgotten()
    {
        var (next, happened) = GatewayTransitions.Silent(
            Gateway with { LostSince = Changes.Noon }, "gateway-2", Changes.Noon + KnownGateway.Memory);

        Assert.Null(next);
        Assert.Equal((ClusterEventKind.GatewayForgotten, "gateway-1", "gateway-2"), (happened!.Kind, happened.Gateway?.Value, happened.By));
    }
}
