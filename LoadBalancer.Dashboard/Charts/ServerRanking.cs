using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Dashboard.State.Statistics;

namespace LoadBalancer.Dashboard.Charts;

/// <summary>Ranks servers for display if there is not room for all: those with the most recent traffic come first.</summary>
internal static class ServerRanking
{
    /// <summary>
    /// The number of intervals after which a request counts half: one minute, so that servers that have just joined are not outranked by
    /// old traffic.
    /// </summary>
    private const double HalfLife = 6;

    /// <summary>
    /// The factor by which a server's traffic must be higher to replace one that is shown, so that equal servers do not alternate.
    /// </summary>
    private const double Advantage = 1.5;

    /// <summary>
    /// The fraction of the busiest server's traffic below which traffic does not count, so that an idle member ranks before servers that
    /// have left.
    /// </summary>
    private const double Least = 0.1;

    /// <summary>
    /// Returns the servers that are members or had recent requests, the most important one first. O(intervals × servers).
    /// </summary>
    /// <param name="snapshot">The cluster.</param>
    /// <param name="shown">The servers that are currently shown individually.</param>
    /// <param name="isSteady">Whether members that are shown rank before all others.</param>
    public static IEnumerable<ServerId> Of(DashboardSnapshot snapshot, ServerPalette shown, bool isSteady = false)
    {
        var traffic = SumOf(snapshot.Timeline);
        var least = traffic.Values.DefaultIfEmpty().Max() * Least;
        var members = snapshot.Servers.Select(server => server.Server.Id).ToHashSet();
        return members.Union(snapshot.Timeline.Servers)
            .OrderByDescending(id => isSteady && shown.Has(id) && members.Contains(id))
            .ThenByDescending(id => TrafficOf(id) < least ? 0 : TrafficOf(id) * (shown.Has(id) ? Advantage : 1))
            .ThenByDescending(members.Contains)
            .ThenByDescending(shown.Has)
            .ThenByDescending(TrafficOf)
            .ThenBy(id => id.Value.Length)
            .ThenBy(id => id.Value, StringComparer.Ordinal);

        double TrafficOf(ServerId id) => traffic.GetValueOrDefault(id);
    }

    private static Dictionary<ServerId, double> SumOf(Timeline timeline)
    {
        var traffic = new double[timeline.Slots.Count];
        var weight = 1.0;
        for (var i = timeline.Intervals.Length - 1; i >= 0; i--, weight *= Math.Pow(2, -1 / HalfLife))
        {
            timeline.Intervals[i].Servers.AddRequestsTo(traffic, weight);
        }

        return timeline.Servers.ToDictionary(server => server, server => traffic[timeline.Slots[server]]);
    }
}
