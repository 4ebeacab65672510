using System.Globalization;
using LoadBalancer.Cluster.Events;

namespace LoadBalancer.Cluster.Gateways;

/// <summary>The transitions of a gateway's entry, and their events. Pure functions, thread-safe.</summary>
internal static class GatewayTransitions
{
    /// <summary>Processes a report of a gateway.</summary>
    /// <param name="entry">The entry under the gateway's name; <see langword="null"/> if there is none.</param>
    /// <param name="reporter">The gateway as it describes itself.</param>
    /// <param name="isRegistered">Whether this process had the entry before.</param>
    /// <param name="now">The time.</param>
    /// <returns>
    /// The next entry, or <see langword="null"/> if the entry is unchanged; and the event, or <see langword="null"/> if there is none. An
    /// entry that was lost when the store was emptied is restored without an event. A namesake that reports keeps the entry.
    /// </returns>
    public static (KnownGateway? Next, ClusterEvent? Event) Report(
        KnownGateway? entry, KnownGateway reporter, bool isRegistered, DateTimeOffset now)
    {
        if (entry is null)
        {
            return (reporter, isRegistered ? null : Event(ClusterEventKind.GatewayJoined, reporter, reporter.Name.Value, "", now));
        }

        var isSame = entry.Gateway == reporter.Gateway;
        return entry.LostSince is { } since
                ? (reporter, Event(ClusterEventKind.GatewayBack, reporter, reporter.Name.Value, Silence(now - since, isSame), now))
            : isSame || isRegistered ? (null, null)
            : (reporter, Event(ClusterEventKind.GatewayJoined, reporter, reporter.Name.Value, "a new process under this name", now));
    }

    /// <summary>
    /// Processes the silence of a gateway: marks it as lost, or forgets it when it has been lost for <see cref="KnownGateway.Memory"/>.
    /// </summary>
    /// <param name="entry">The gateway's entry.</param>
    /// <param name="by">The process that noticed the silence.</param>
    /// <param name="now">The time.</param>
    /// <returns>
    /// The event, or <see langword="null"/> if nothing changes; and the next entry, or <see langword="null"/> to remove it.
    /// </returns>
    public static (KnownGateway? Next, ClusterEvent? Event) Silent(KnownGateway entry, string by, DateTimeOffset now) =>
        entry.LostSince switch
        {
            null => (entry with { LostSince = now - GatewayReport.Lifetime }, Event(
                ClusterEventKind.GatewayLost, entry, by, "stopped reporting without leaving", now)),
            { } since when now - since >= KnownGateway.Memory => (null, Event(
                ClusterEventKind.GatewayForgotten, entry, by, "lost for 24 h", now)),
            _ => (entry, null),
        };

    public static ClusterEvent Left(KnownGateway entry, DateTimeOffset now) =>
        Event(ClusterEventKind.GatewayLeft, entry, entry.Name.Value, "", now);

    public static ClusterEvent Forgotten(KnownGateway entry, string by, DateTimeOffset now) =>
        Event(ClusterEventKind.GatewayForgotten, entry, by, "", now) with { IsByPerson = true };

    private static string Silence(TimeSpan silence, bool isSame) =>
        string.Create(
            CultureInfo.InvariantCulture, $"{(isSame ? "" : "a new process; ")}no reports for {Math.Max(0, silence.TotalSeconds):0} s");

    private static ClusterEvent Event(ClusterEventKind kind, KnownGateway gateway, string by, string detail, DateTimeOffset at) =>
        new(at, kind, Server: null, by, detail) { Gateway = gateway.Name };
}
