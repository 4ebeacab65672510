using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Dashboard.State;

/// <summary>Determines the alarms of a cluster. A pure function, thread-safe.</summary>
internal static class ClusterAlarms
{
    private const string Unknown = "Without reports, the health of the servers and their requests in flight are unknown.";

    /// <summary>
    /// Returns all alarms: those of the dashboard itself, and those of the last snapshot, which may be outdated while there are some of the
    /// dashboard. The most severe first.
    /// </summary>
    /// <param name="view">What is known.</param>
    /// <param name="isRead">Whether Redis responded in time when it was read last.</param>
    public static ImmutableArray<ClusterAlarm> Of(ClusterView view, bool isRead)
    {
        ClusterAlarm?[] own = [DashboardAlarms.OfStore(view.Connection, isRead), DashboardAlarms.OfFault(view.Fault)];
        var seen = view.Current is { } snapshot ? Of(snapshot) : [];
        return [.. own.OfType<ClusterAlarm>().Concat(seen).OrderByDescending(alarm => alarm.Severity)];
    }

    /// <summary>Returns the alarms of a snapshot, the most severe first; none if there is no problem.</summary>
    public static ImmutableArray<ClusterAlarm> Of(DashboardSnapshot snapshot)
    {
        ClusterAlarm?[] alarms =
        [
            .. ServerAlarms.Of(snapshot),
            OfReports(snapshot),
            OfData(snapshot),
            OfPolicies(snapshot),
            OfNamesakes(snapshot),
            OfFaults(snapshot),
            ClockAlarm.Of(snapshot),
        ];
        return [.. alarms.OfType<ClusterAlarm>().OrderByDescending(alarm => alarm.Severity)];
    }

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

    private static ClusterAlarm? OfData(DashboardSnapshot snapshot) =>
        snapshot.DataLostAt is not { } lost || snapshot.At - lost >= StatisticsClock.Longest ? null : Warning(
            AlarmKind.Data,
            "Redis lost its data",
            "Numbers, events, changes and the health history from before are missing or incomplete. The gateways have restored the "
                + "servers.") with
        {
            Since = lost,
            IsEvent = true,
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
}
