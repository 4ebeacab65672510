using System.Collections.Immutable;
using LoadBalancer.Cluster.Events;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>One event of each kind.</summary>
internal static class SampleEvents
{
    public static ImmutableArray<ClusterEvent> ChangesUntil(DateTimeOffset now) =>
    [
        new(now.AddMinutes(-4), ClusterEventKind.Draining, new("backend-5"), "operations", ""),
        new(now.AddMinutes(-9), ClusterEventKind.Weighted, new("backend-2"), "operations", "100 → 200"),
        new(now.AddHours(-20), ClusterEventKind.GatewayForgotten, null, "local", "") { Gateway = new("gateway-7") },
        new(now.AddDays(-40), ClusterEventKind.AlgorithmChanged, null, "local", "Maglev → Ring"),
    ];

    public static ImmutableArray<ClusterEvent> Until(DateTimeOffset now) =>
    [
        new(
            now.AddSeconds(-21), ClusterEventKind.Unhealthy, new("backend-4"), "gateway-2",
            "5 consecutive requests failed: connection refused"),
        new(
            now.AddSeconds(-22), ClusterEventKind.Unhealthy, new("backend-4"), "gateway-1",
            "5 consecutive requests failed: connection refused"),
        new(
            now.AddSeconds(-50), ClusterEventKind.Healthy, null, "gateway-1",
            "14 servers: backend-1, backend-2, backend-3, backend-4, backend-5 and 9 more")
        {
            Servers = [new("backend-1"), new("backend-2"), new("backend-3"), new("backend-4"), new("backend-5")],
            OtherServers = 9,
        },
        new(now.AddSeconds(-70), ClusterEventKind.Unhealthy, new("backend-1"), "gateway-1", "ProbesFail"),
        new(now.AddMinutes(-4), ClusterEventKind.Draining, new("backend-5"), "api key: operations", ""),
        new(now.AddMinutes(-6), ClusterEventKind.StoreBack, null, "gateway-3", "after 4.2 s"),
        new(now.AddMinutes(-6.1), ClusterEventKind.StoreLost, null, "gateway-3", "connection timed out"),
        new(now.AddMinutes(-7), ClusterEventKind.GatewayBack, null, "gateway-2", "no reports for 12 s") { Gateway = new("gateway-2") },
        new(now.AddMinutes(-7.2), ClusterEventKind.GatewayLost, null, "gateway-1", "stopped reporting without leaving")
        {
            Gateway = new("gateway-2"),
        },
        new(now.AddMinutes(-9), ClusterEventKind.Weighted, new("backend-2"), "dashboard", "100 to 200"),
        new(now.AddMinutes(-12), ClusterEventKind.Healthy, new("backend-1"), "gateway-1", "3 probes in a row succeeded"),
        new(now.AddMinutes(-21), ClusterEventKind.Joined, new("backend-3"), "backend-3", "http://10.0.0.13:8080, weight 100"),
        new(now.AddMinutes(-21.2), ClusterEventKind.ReplicasChanged, null, "dashboard", "4 to 5"),
        new(now.AddMinutes(-24), ClusterEventKind.Expired, new("backend-0"), "gateway-1", "nobody renewed its lease of 10 s"),
        new(now.AddMinutes(-31), ClusterEventKind.Activated, new("backend-6"), "dashboard", ""),
        new(now.AddMinutes(-40), ClusterEventKind.AlgorithmChanged, null, "dashboard", "Maglev to Ring"),
        new(now.AddHours(-2), ClusterEventKind.PutBack, null, "gateway-1", "5 servers at version 36, after Redis had been emptied"),
        new(now.AddHours(-2), ClusterEventKind.DataLost, null, "gateway-1", "it was empty"),
        new(now.AddDays(-1), ClusterEventKind.Left, new("backend-9"), "backend-9", "stopped"),
    ];
}
