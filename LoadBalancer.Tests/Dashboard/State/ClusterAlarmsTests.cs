using System.Collections.Immutable;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Tests.EndToEnd.Dashboard;

namespace LoadBalancer.Tests.Dashboard.State;

public sealed class ClusterAlarmsTests
{
    [Fact]
    public void Of_ClusterWithoutAProblem_AreNone() => Assert.Empty(ClusterAlarms.Of(Well()));

    [Fact]
    public void Of_AnUnhealthyServer_IsAWarningSinceTheClusterFoundItSo()
    {
        var alarm = Assert.Single(ClusterAlarms.Of(SampleCluster.InUse()));

        Assert.Equal(
            (AlarmKind.Unhealthy, AlarmSeverity.Warning, "backend-4 has been unhealthy",
                (DateTimeOffset?)SampleCluster.Now.AddSeconds(-21)),
            (alarm.Kind, alarm.Severity, alarm.Title, alarm.Since));
    }

    [Fact]
    public void Of_SeveralUnhealthyServers_CountsThemSinceTheLastOne()
    {
        var calm = Well();
        ImmutableArray<ServerView> two =
        [
            .. calm.Servers.Select(server => server with { IsHealthy = server.Server.Id.Value is not ("backend-1" or "backend-4") }),
        ];

        var alarm = Assert.Single(ClusterAlarms.Of(calm with { Servers = two }));

        Assert.Equal("2 of 5 active servers have been unhealthy", alarm.Title);
        Assert.StartsWith("backend-1, backend-4: ", alarm.Text, StringComparison.Ordinal);
        Assert.Equal(SampleCluster.Now.AddSeconds(-21), alarm.Since);
    }

    [Fact]
    public void Of_AnUnhealthyServerWhoseEventIsNoLongerKept_HasNoTime()
    {
        var alarm = Assert.Single(ClusterAlarms.Of(SampleCluster.InUse() with { Events = [] }));

        Assert.Equal(("backend-4 is unhealthy.", null), (alarm.Title, alarm.Since));
    }

    [Fact]
    public void Of_AnUnhealthyServerThatDrains_AreNone()
    {
        var calm = Well();
        var draining = calm.Servers.Single(server => server.Server.State == ServerState.Draining);

        Assert.Empty(ClusterAlarms.Of(calm with { Servers = calm.Servers.Replace(draining, draining with { IsHealthy = false }) }));
    }

    [Theory]
    [InlineData(599, true)]
    [InlineData(600, false)]
    public void Of_AServerWhoseLeaseExpired_IsAWarningForTenMinutes(int seconds, bool isAlarm)
    {
        var at = SampleCluster.Now.AddSeconds(-seconds);
        ClusterEvent[] events = [new(at, ClusterEventKind.Expired, new("backend-7"), "lease sweep", "")];

        var alarms = ClusterAlarms.Of(With(events));

        Assert.Equal(
            isAlarm ? [(AlarmKind.Lost, AlarmSeverity.Warning, "backend-7 was lost", (DateTimeOffset?)at)] : [],
            alarms.Select(alarm => (alarm.Kind, alarm.Severity, alarm.Title, alarm.Since)));
    }

    [Fact]
    public void Of_SeveralServersWhoseLeasesExpired_IsOneAlarm()
    {
        var alarm = Assert.Single(ClusterAlarms.Of(Healed(SampleCluster.LostServers())));

        Assert.Equal(("2 servers were lost", (DateTimeOffset?)SampleCluster.Now.AddMinutes(-3)), (alarm.Title, alarm.Since));
        Assert.StartsWith("backend-3, backend-6 did not renew their leases", alarm.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(29, true)]
    [InlineData(30, false)]
    public void Of_RedisLostItsData_IsAWarningWhileTheNumbersAreIncomplete(int minutes, bool isAlarm)
    {
        var at = SampleCluster.Now.AddMinutes(-minutes);

        var alarms = ClusterAlarms.Of(Well() with { DataLostAt = at });

        Assert.Equal(
            isAlarm ? [(AlarmKind.Data, AlarmSeverity.Warning, "Redis lost its data", (DateTimeOffset?)at)] : [],
            alarms.Select(alarm => (alarm.Kind, alarm.Severity, alarm.Title, alarm.Since)));
    }

    [Fact]
    public void Of_AServerThatLeftOrReturned_AreNone()
    {
        ClusterEvent[] events =
        [
            new(SampleCluster.Now, ClusterEventKind.Left, new("backend-7"), "backend-7", ""),
            new(SampleCluster.Now.AddSeconds(-1), ClusterEventKind.Joined, new("backend-7"), "backend-7", ""),
            new(SampleCluster.Now.AddSeconds(-2), ClusterEventKind.Expired, new("backend-7"), "lease sweep", ""),
            new(SampleCluster.Now.AddSeconds(-3), ClusterEventKind.Expired, new("backend-1"), "lease sweep", ""),
        ];

        Assert.Empty(ClusterAlarms.Of(With(events)));
    }

    [Fact]
    public void Of_AClusterWithoutServersOrGateways_AreNone() => Assert.Empty(ClusterAlarms.Of(SampleCluster.Nothing()));

    [Fact]
    public void Of_ClusterWhoseServersHaveAllLeft_IsAnOutageSinceTheLastOneLeft()
    {
        var calm = Well();
        var lastLeft = new ClusterEvent(SampleCluster.Now.AddMinutes(-1), ClusterEventKind.Expired, new("backend-1"), "lease sweep", "");
        ClusterEvent[] events = [lastLeft, lastLeft with { At = SampleCluster.Now.AddMinutes(-2), Kind = ClusterEventKind.Left }];

        var alarm = Assert.Single(ClusterAlarms.Of(calm with { Servers = [], Events = [.. events] }));

        Assert.Equal(
            (AlarmSeverity.Critical, "Outage: there are no servers.", (DateTimeOffset?)lastLeft.At),
            (alarm.Severity, alarm.Title, alarm.Since));
    }

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
        var calm = Well();
        var one = calm.Gateways[1];

        var alarm = Assert.Single(
            ClusterAlarms.Of(calm with { Gateways = calm.Gateways.SetItem(1, one with { Status = one.Status with { IsPanic = true } }) }));

        Assert.Equal((AlarmSeverity.Warning, "Panic on 1 of 3 gateways."), (alarm.Severity, alarm.Title));
    }

    [Fact]
    public void Of_FaultOfOneGateway_IsAWarningThatNamesIt()
    {
        var calm = Well();
        var one = calm.Gateways[1];
        var faulty = one.Status with { Fault = new("CountFlusher", "InvalidOperationException: a bug", calm.At, calm.At, 2) };

        var alarm = Assert.Single(ClusterAlarms.Of(calm with { Gateways = calm.Gateways.SetItem(1, one with { Status = faulty }) }));

        Assert.Equal(
            (AlarmSeverity.Warning, $"{one.Status.Name}: fault in background work."), (alarm.Severity, alarm.Title));
        Assert.Contains("a bug", alarm.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AllServersDraining_IsAnOutage()
    {
        var calm = Well();
        ImmutableArray<ServerView> draining =
        [
            .. calm.Servers.Select(server => server with { Server = server.Server with { State = ServerState.Draining } }),
        ];

        Assert.Equal("Outage: no server accepts requests.", Assert.Single(ClusterAlarms.Of(calm with { Servers = draining })).Title);
    }

    [Fact]
    public void Of_ALostGateway_IsCriticalWithSinceWhen()
    {
        var snapshot = Healed(SampleCluster.LostGateway());

        var alarm = Assert.Single(ClusterAlarms.Of(snapshot));

        Assert.Equal((AlarmSeverity.Critical, "gateway-2 has not reported"), (alarm.Severity, alarm.Title));
        Assert.Equal(snapshot.LostGateways[0].LostSince, alarm.Since);
        Assert.False(snapshot.GatewaysAgree);
    }

    [Theory]
    [InlineData("Several gateways report as 'gw': give each its own Gateway:Id.", "gw")]
    [InlineData("Several gateways share a name (gw, node): give each its own Gateway:Id.", "gw", "node")]
    public void Of_GatewaysWithOneId_ReportsIt(string title, params string[] names)
    {
        var alarm = Assert.Single(ClusterAlarms.Of(Well() with { Namesakes = [.. names.Select(GatewayId.Create)] }));

        Assert.Equal((AlarmSeverity.Warning, title), (alarm.Severity, alarm.Title));
    }

    [Fact]
    public void Of_SettingsDiffer_NamesTheSettingBothValuesAndWhoHasWhich()
    {
        var calm = Well();
        var one = calm.Gateways[1];
        var policy = SampleCluster.Policy.SetItem(PolicySettings.HashKey, "path");

        var alarm = Assert.Single(ClusterAlarms.Of(
            calm with { Gateways = calm.Gateways.SetItem(1, one with { Status = one.Status with { Policy = policy } }) }));

        Assert.Equal((AlarmSeverity.Critical, "Gateways have different settings."), (alarm.Severity, alarm.Title));
        Assert.Contains(
            "Gateway:HashKey is 'header:x-request-id, client-ip' on gateway-1, gateway-3, and 'path' on gateway-2.",
            alarm.Text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 0, 7, "The clock of gateway-2 is 7 s ahead of the clock of Redis.")]
    [InlineData(null, 0, -3_600, "The clock of gateway-2 is 1 h behind the clock of Redis.")]
    [InlineData(-1_000.0, 0, 7, "The clock of the dashboard is 17 min behind the clock of Redis, and another clock is wrong.")]
    [InlineData(-3.0, 4, 7, "The clock of gateway-2 is 7 s ahead of the clock of Redis, and 2 other clocks are wrong.")]
    [InlineData(null, -0.7, 0.7, "The clock of gateway-2 is more than 1 s ahead of the clock of gateway-1.")]
    public void Of_ClocksDifferByMoreThanASecond_IsAWarning(double? dashboard, double first, double second, string title)
    {
        var alarm = Assert.Single(ClusterAlarms.Of(WithClocks(dashboard, first, second)));

        Assert.Equal((AlarmSeverity.Warning, title), (alarm.Severity, alarm.Title));
    }

    [Fact]
    public void Of_ClocksDifferByASecond_AreNone() => Assert.Empty(ClusterAlarms.Of(WithClocks(0, 0, 1)));

    [Fact]
    public void Of_AllGatewaysLost_IsOneCriticalAlarm()
    {
        var snapshot = Healed(SampleCluster.LostGateway());
        var all = Enumerable.Range(1, 5).Select(i => snapshot.LostGateways[0] with { Name = new($"gateway-{i}") });

        var alarm = Assert.Single(ClusterAlarms.Of(snapshot with { Gateways = [], LostGateways = [.. all] }));

        Assert.Equal(
            (AlarmSeverity.Critical, "gateway-1, gateway-2, gateway-3 and 2 more have not reported"), (alarm.Severity, alarm.Title));
    }

    /// <summary>A cluster in use, in which every server is healthy.</summary>
    private static DashboardSnapshot Well() => Healed(SampleCluster.InUse());

    private static DashboardSnapshot Healed(DashboardSnapshot snapshot) =>
        snapshot with { Servers = [.. snapshot.Servers.Select(server => server with { IsHealthy = true })] };

    private static DashboardSnapshot With(ClusterEvent[] events)
    {
        var calm = Well();
        return calm with { Events = [.. events], Departed = DepartedServer.Among(events, calm.Cluster.Membership) };
    }

    private static DashboardSnapshot WithClocks(double? dashboard, double first, double second)
    {
        var calm = Well();
        return calm with
        {
            ClockAhead = dashboard is { } own ? TimeSpan.FromSeconds(own) : null,
            Gateways = [With(calm.Gateways[0], first), With(calm.Gateways[1], second)],
        };

        static GatewayView With(GatewayView gateway, double ahead) =>
            gateway with { Status = gateway.Status with { ClockAhead = TimeSpan.FromSeconds(ahead) } };
    }

    [Fact]
    public void Of_NoReports_IsCritical() =>
        Assert.Equal("No gateway is reporting.", Assert.Single(ClusterAlarms.Of(Well() with { Gateways = [] })).Title);
}
