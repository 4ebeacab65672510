using System.Collections.Immutable;
using System.Globalization;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.State;

/// <summary>What is wrong with a cluster as a whole. A pure function, thread-safe.</summary>
internal static class ClusterAlarms
{
    /// <summary>The alarms of a snapshot, the worst first; none while all is well.</summary>
    public static ImmutableArray<ClusterAlarm> Of(DashboardSnapshot snapshot) =>
        [.. new[] { OfServers(snapshot), OfReports(snapshot) }.OfType<ClusterAlarm>().OrderByDescending(alarm => alarm.Severity)];

    private static ClusterAlarm? OfServers(DashboardSnapshot snapshot)
    {
        var active = snapshot.Servers.Count(server => server.Server.State == ServerState.Active);
        var healthy = snapshot.Cluster.HealthyCount;
        var panicking = snapshot.Gateways.Count(gateway => gateway.Status.IsPanic);
        return (snapshot.Servers.Length, active, healthy) switch
        {
            (0, _, _) => null,
            (_, 0, _) => new(AlarmSeverity.Critical, "Outage: no server takes requests.", "All servers are draining. Gateways answer 503."),
            (_, _, 0) => new(AlarmSeverity.Critical, "Outage: no server is healthy.", Invariant($"All {active} active servers are unhealthy. {Panic(snapshot)}")),
            _ when snapshot.Cluster.Health.IsPanic => new(AlarmSeverity.Critical, Invariant($"Panic: only {healthy} of {active} active servers are healthy."), Panic(snapshot)),
            _ when panicking > 0 => new(
                AlarmSeverity.Warning,
                Invariant($"Panic on {panicking} of {snapshot.Gateways.Length} gateways."),
                "They find so few servers healthy that they route to unhealthy ones too; the others do not."),
            _ => null,
        };
    }

    private static string Panic(DashboardSnapshot snapshot) => snapshot.Cluster.Health.IsPanic
        ? "Gateways route to unhealthy servers too, since too few are healthy; requests fail or wait."
        : "Requests fail.";

    private static ClusterAlarm? OfReports(DashboardSnapshot snapshot) => snapshot.Gateways.IsEmpty && !snapshot.Servers.IsEmpty
        ? new(AlarmSeverity.Critical, "No gateway reports.", "Without reports nobody knows whether servers are healthy or what they have in flight.")
        : null;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
