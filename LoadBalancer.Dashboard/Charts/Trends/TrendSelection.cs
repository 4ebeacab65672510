using LoadBalancer.Cluster.Events;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Dashboard.State.Statistics;

namespace LoadBalancer.Dashboard.Charts.Trends;

/// <summary>Selects what a <see cref="TrendChart"/> shows.</summary>
internal static class TrendSelection
{
    /// <summary>Draws the requests of a server, of a gateway, or of all.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="server">The server; <see langword="null"/> for all servers.</param>
    /// <param name="gateway">
    /// The name of the gateway, with all processes that have it; <see langword="null"/> for all gateways. Ignored if there is a server.
    /// </param>
    /// <param name="span">How much of the time.</param>
    /// <param name="markOf">Returns the mark of an event.</param>
    public static TrendChart Of(
        DashboardSnapshot snapshot, ServerId? server, GatewayId? gateway, TrendSpan span, Func<ClusterEvent, TrendEvent> markOf)
    {
        var events = snapshot.Events.Where(one => server is not { } id || Concerns(one, id));
        return TrendChart.Of(
            snapshot.Timeline, PointsOf(snapshot, server, gateway), events.Select(markOf), span, KnownUntil(snapshot, gateway));
    }

    /// <summary>
    /// Returns until when it is known what happened: to the last report of a gateway, or of all of them, if none reports;
    /// <see langword="null"/> if it is known until now.
    /// </summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="gateway">The gateway; <see langword="null"/> for all gateways.</param>
    public static DateTimeOffset? KnownUntil(DashboardSnapshot snapshot, GatewayId? gateway) =>
        snapshot.Gateways.Any(reporting => gateway is null || reporting.Status.Name == gateway)
            ? null
            : snapshot.LostGateways.Where(lost => gateway is null || lost.Name == gateway).Max(lost => lost.LostSince);

    /// <summary>Returns what happened in an interval to the requests of a server, of a gateway, or to all.</summary>
    /// <param name="snapshot">The snapshot, which has the interval.</param>
    /// <param name="server">The server; <see langword="null"/> for all servers.</param>
    /// <param name="gateway">As for <see cref="Of"/>.</param>
    public static Func<IntervalStatistics, TrendPoint> PointsOf(DashboardSnapshot snapshot, ServerId? server, GatewayId? gateway)
    {
        var timeline = snapshot.Timeline;
        var processes = gateway is { } name ? ProcessesOf(snapshot, name) : null;
        return PointOf;

        TrendPoint PointOf(IntervalStatistics interval)
        {
            if (server is { } id)
            {
                return TrendPoint.Of(new StatisticsWindow(timeline.Slots, [interval], timeline.Interval).Of(id));
            }

            return TrendPoint.Of([.. interval.Gateways.Where(total => processes?.Contains(total.Gateway) != false)]);
        }
    }

    /// <summary>Returns the processes that have or had a gateway's name.</summary>
    public static HashSet<GatewayProcess> ProcessesOf(DashboardSnapshot snapshot, GatewayId name) =>
    [
        .. snapshot.Gateways.Where(gateway => gateway.Status.Name == name).Select(gateway => gateway.Process),
        .. snapshot.LostGateways.Where(gateway => gateway.Name == name).Select(gateway => gateway.Gateway),
    ];

    /// <summary>A change of a gateway or of Redis may be why any server had errors.</summary>
    private static bool Concerns(ClusterEvent one, ServerId server) =>
        one.Server == server || one.Servers?.Contains(server) == true || (one.Server is null && one.Servers is null);
}
