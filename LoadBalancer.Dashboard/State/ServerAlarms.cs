using System.Collections.Immutable;
using System.Globalization;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Dashboard.State;

/// <summary>Determines the alarms for servers. A pure function, thread-safe.</summary>
internal static class ServerAlarms
{
    /// <summary>
    /// Returns the alarms. An outage covers the servers that are unhealthy, or lost; panic covers those that are unhealthy.
    /// </summary>
    public static IEnumerable<ClusterAlarm> Of(DashboardSnapshot snapshot)
    {
        var worst = OutageOrPanic(snapshot);
        if (worst is not null)
        {
            yield return worst;
        }

        if (worst is null && OfUnhealthy(snapshot) is { } unhealthy)
        {
            yield return unhealthy;
        }

        if (!snapshot.Servers.IsEmpty && OfLost(snapshot.LostServers) is { } lost)
        {
            yield return lost;
        }
    }

    private static ClusterAlarm? OutageOrPanic(DashboardSnapshot snapshot)
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

    private static ClusterAlarm? OfUnhealthy(DashboardSnapshot snapshot)
    {
        ServerView[] active = [.. snapshot.Servers.Where(server => server.Server.State == ServerState.Active)];
        ServerId[] unhealthy = [.. active.Where(server => !server.IsHealthy).Select(server => server.Server.Id)];
        if (unhealthy is not [var only, ..])
        {
            return null;
        }

        var since = unhealthy.Max(server => SinceOf(server, snapshot.Events));
        var verb = (unhealthy.Length == 1, since) switch
        {
            (true, null) => "is unhealthy.",
            (true, _) => "has been unhealthy",
            (_, null) => "are unhealthy.",
            _ => "have been unhealthy",
        };
        return unhealthy.Length == 1
            ? Warning(AlarmKind.Unhealthy, $"{only} {verb}", "The others serve its keys; its page says why.", since)
            : Warning(
                AlarmKind.Unhealthy,
                Invariant($"{unhealthy.Length} of {active.Length} active servers {verb}"),
                $"{NameList.Of(unhealthy)}: the others serve their keys; the page of each says why.",
                since);
    }

    /// <summary>Returns since when a server has been unhealthy; <see langword="null"/> if the event is no longer kept.</summary>
    private static DateTimeOffset? SinceOf(ServerId server, ImmutableArray<ClusterEvent> events) => events
        .FirstOrDefault(one => one.Kind is ClusterEventKind.Unhealthy or ClusterEventKind.Healthy
            && (one.Server == server || one.Servers?.Contains(server) == true)) is { Kind: ClusterEventKind.Unhealthy, At: var at }
        ? at
        : null;

    private static ClusterAlarm? OfLost(ImmutableArray<DepartedServer> lost)
    {
        return lost switch
        {
            [] => null,
            [var only] => Warning(
                AlarmKind.Lost,
                $"{only.Id} was lost",
                "It did not renew its lease: the process crashed, hangs, or cannot reach Redis. The others serve its keys.",
                only.At) with
            {
                IsEvent = true,
            },
            [.., var last] => Warning(
                AlarmKind.Lost,
                Invariant($"{lost.Length} servers were lost"),
                $"{NameList.Of(lost.Select(server => server.Id))} did not renew their leases: the processes crashed, hang, or cannot "
                    + "reach Redis. The others serve their keys.",
                last.At) with
            {
                IsEvent = true,
            },
        };
    }

    private static DateTimeOffset? LastLeft(DashboardSnapshot snapshot) => snapshot.Events
        .Where(happened => happened.Kind is ClusterEventKind.Left or ClusterEventKind.Expired)
        .Max(happened => (DateTimeOffset?)happened.At);

    private static string Panic(DashboardSnapshot snapshot) => snapshot.Cluster.Health.IsPanic
        ? "Too few servers are healthy, so gateways route to unhealthy servers too; requests may fail or time out."
        : "Requests fail.";

    private static ClusterAlarm Critical(AlarmKind kind, string title, string text, DateTimeOffset? since = null) =>
        new(kind, AlarmSeverity.Critical, title, text) { Since = since };

    private static ClusterAlarm Warning(AlarmKind kind, string title, string text, DateTimeOffset? since = null) =>
        new(kind, AlarmSeverity.Warning, title, text) { Since = since };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
