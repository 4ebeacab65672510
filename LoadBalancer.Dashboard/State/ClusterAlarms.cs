using System.Collections.Immutable;
using System.Globalization;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Dashboard.State;

/// <summary>Determines the alarms of a cluster. A pure function, thread-safe.</summary>
internal static class ClusterAlarms
{
    private const string Unknown = "Without reports, the health of the servers and their requests in flight are unknown.";

    /// <summary>Returns the alarms of a snapshot, the most severe first; none if there is no problem.</summary>
    public static ImmutableArray<ClusterAlarm> Of(DashboardSnapshot snapshot)
    {
        ClusterAlarm?[] alarms =
        [
            OfServers(snapshot),
            OfReports(snapshot),
            OfPolicies(snapshot),
            OfNamesakes(snapshot),
            OfFaults(snapshot),
            ClockAlarm.Of(snapshot),
        ];
        return [.. alarms.OfType<ClusterAlarm>().OrderByDescending(alarm => alarm.Severity)];
    }

    private static ClusterAlarm? OfServers(DashboardSnapshot snapshot)
    {
        var active = snapshot.Servers.Count(server => server.Server.State == ServerState.Active);
        var healthy = snapshot.Cluster.HealthyCount;
        var panicking = snapshot.Gateways.Count(gateway => gateway.Status.IsPanic);
        return (snapshot.Servers.Length, active, healthy) switch
        {
            (0, _, _) when snapshot.Cluster.Membership.Version == 0 => null,
            (0, _, _) => Critical(
                AlarmKind.Outage,
                "Outage: there are no servers.",
                "All servers have left or expired. Gateways return 503.",
                LastLeft(snapshot)),
            (_, 0, _) => Critical(
                AlarmKind.Outage, "Outage: no server accepts requests.", "All servers are draining. Gateways return 503."),
            (_, _, 0) => Critical(
                AlarmKind.Outage,
                "Outage: no server is healthy.",
                Invariant($"All {active} active servers are unhealthy. {Panic(snapshot)}")),
            _ when snapshot.Cluster.Health.IsPanic => Critical(
                AlarmKind.Panic, Invariant($"Panic: only {healthy} of {active} active servers are healthy."), Panic(snapshot)),
            _ when panicking > 0 => Warning(
                AlarmKind.Panic,
                Invariant($"Panic on {panicking} of {snapshot.Gateways.Length} gateways."),
                "They consider too few servers healthy, so they route to unhealthy ones too; the others do not."),
            _ => null,
        };
    }

    private static DateTimeOffset? LastLeft(DashboardSnapshot snapshot) => snapshot.Events
        .Where(happened => happened.Kind is ClusterEventKind.Left or ClusterEventKind.Expired)
        .Max(happened => (DateTimeOffset?)happened.At);

    private static string Panic(DashboardSnapshot snapshot) => snapshot.Cluster.Health.IsPanic
        ? "Too few servers are healthy, so gateways route to unhealthy servers too; requests may fail or time out."
        : "Requests fail.";

    private static ClusterAlarm? OfReports(DashboardSnapshot snapshot) => (snapshot.Gateways.IsEmpty, snapshot.LostGateways) switch
    {
        (false, []) => null,
        (true, []) => snapshot.Servers.IsEmpty ? null : Critical(AlarmKind.Gateways, "No gateway is reporting.", Unknown),
        (true, var lost) => Critical(
            AlarmKind.Gateways, OfLost(lost), $"No gateway is reporting. {Unknown}", lost.Max(gateway => gateway.LostSince)),
        (false, var lost) => Critical(
            AlarmKind.Gateways,
            OfLost(lost),
            "It may be down, or serving clients from an old membership. See Gateways.",
            lost.Min(gateway => gateway.LostSince)),
    };

    private static ClusterAlarm? OfNamesakes(DashboardSnapshot snapshot)
    {
        const string Meaning = "If one of them stops, its loss goes unnoticed. The default is the machine name.";
        return snapshot.Namesakes switch
        {
            [] => null,
            [var name] => Warning(AlarmKind.Names, $"Several gateways report as '{name}': give each its own Gateway:Id.", Meaning),
            var names => Warning(
                AlarmKind.Names, $"Several gateways share a name ({NameList.Of(names)}): give each its own Gateway:Id.", Meaning),
        };
    }

    private static ClusterAlarm? OfPolicies(DashboardSnapshot snapshot) => snapshot.PolicyDifferences switch
    {
        [] => null,
        var differences => Critical(
            AlarmKind.Settings,
            "Gateways have different settings.",
            $"Requests with the same key may go to different servers: {PolicyDifference.Describe(differences)}. "
                + "Give all gateways the same values."),
    };

    private static ClusterAlarm? OfFaults(DashboardSnapshot snapshot)
    {
        var faulty = snapshot.Gateways.Where(gateway => gateway.Status.Fault is not null).ToArray();
        return faulty is not [var first, ..] ? null : Warning(
            AlarmKind.Fault,
            $"{NameList.Of(faulty.Select(gateway => gateway.Status.Name))}: fault in background work.",
            $"{first.Status.Fault!.Text} See Gateways, and the log for the stack.");
    }

    private static string OfLost(ImmutableArray<KnownGateway> lost)
    {
        var names = NameList.Of(lost.Select(gateway => gateway.Name));
        return lost.Length == 1 ? $"{names} has not reported" : $"{names} have not reported";
    }

    private static ClusterAlarm Critical(AlarmKind kind, string title, string text, DateTimeOffset? since = null) =>
        new(kind, AlarmSeverity.Critical, title, text) { Since = since };

    private static ClusterAlarm Warning(AlarmKind kind, string title, string text) => new(kind, AlarmSeverity.Warning, title, text);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
