using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Tests.EndToEnd.Dashboard;

namespace LoadBalancer.Tests.Dashboard.State;

public sealed class ClusterAlarmsTests
{
    [Fact]
    public void Of_AClusterInUse_AreNone() => Assert.Empty(ClusterAlarms.Of(SampleCluster.InUse()));

    [Fact]
    public void Of_AClusterWithoutServersOrGateways_AreNone() => Assert.Empty(ClusterAlarms.Of(SampleCluster.Nothing()));

    [Theory]
    [InlineData(0, "Outage: no server is healthy.")]
    [InlineData(1, "Panic: only 1 of 5 active servers are healthy.")]
    public void Of_Panic_IsCritical(int healthy, string title)
    {
        var alarm = Assert.Single(ClusterAlarms.Of(SampleCluster.Panic(healthy)));

        Assert.Equal((AlarmSeverity.Critical, title), (alarm.Severity, alarm.Title));
    }

    [Fact]
    public void Of_PanicOfOneGateway_IsAWarning()
    {
        var calm = SampleCluster.InUse();
        var one = calm.Gateways[1];

        var alarm = Assert.Single(ClusterAlarms.Of(calm with { Gateways = calm.Gateways.SetItem(1, one with { Status = one.Status with { IsPanic = true } }) }));

        Assert.Equal((AlarmSeverity.Warning, "Panic on 1 of 3 gateways."), (alarm.Severity, alarm.Title));
    }

    [Fact]
    public void Of_ServersThatAllDrain_IsAnOutage()
    {
        var calm = SampleCluster.InUse();
        ImmutableArray<ServerView> draining = [.. calm.Servers.Select(server => server with { Server = server.Server with { State = ServerState.Draining } })];

        Assert.Equal("Outage: no server takes requests.", Assert.Single(ClusterAlarms.Of(calm with { Servers = draining })).Title);
    }

    [Fact]
    public void Of_NoReports_IsCritical() =>
        Assert.Equal("No gateway reports.", Assert.Single(ClusterAlarms.Of(SampleCluster.InUse() with { Gateways = [] })).Title);
}
