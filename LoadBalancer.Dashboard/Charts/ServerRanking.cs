using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Charts;

/// <summary>Which servers are shown on their own where there is not room for all: those with the most traffic of late.</summary>
internal static class ServerRanking
{
    /// <summary>
    /// After how many intervals a request counts half. It is a minute: servers that have just joined are not outdone by what others did
    /// long ago.
    /// </summary>
    private const double HalfLife = 6;

    /// <summary>
    /// How much more traffic a server needs to take the place of one that is shown: equal ones do not change places all the time.
    /// </summary>
    private const double Advantage = 1.5;

    /// <summary>
    /// The part of the busiest server's traffic below which it does not count: an idle member comes before those that have left.
    /// </summary>
    private const double Least = 0.1;

    /// <summary>The servers that are members or had requests of late, the most important one first. O(intervals × servers).</summary>
    /// <param name="snapshot">The cluster.</param>
    /// <param name="shown">The servers that are shown on their own so far.</param>
    /// <param name="isSteady">Whether members that are shown come before all others.</param>
    public static IEnumerable<string> Of(DashboardSnapshot snapshot, ServerPalette shown, bool isSteady = false)
    {
        var traffic = SumOf(snapshot.Timeline);
        var least = traffic.Values.DefaultIfEmpty().Max() * Least;
        var members = snapshot.Servers.Select(server => server.Server.Id).ToHashSet(StringComparer.Ordinal);
        return members.Union(snapshot.Timeline.Servers, StringComparer.Ordinal)
            .OrderByDescending(id => isSteady && shown.Has(id) && members.Contains(id))
            .ThenByDescending(id => TrafficOf(id) < least ? 0 : TrafficOf(id) * (shown.Has(id) ? Advantage : 1))
            .ThenByDescending(members.Contains)
            .ThenByDescending(shown.Has)
            .ThenByDescending(TrafficOf)
            .ThenBy(id => id.Length)
            .ThenBy(id => id, StringComparer.Ordinal);

        double TrafficOf(string id) => traffic.GetValueOrDefault(id);
    }

    private static Dictionary<string, double> SumOf(Timeline timeline)
    {
        var traffic = new Dictionary<string, double>(StringComparer.Ordinal);
        var weight = 1.0;
        for (var i = timeline.Intervals.Length - 1; i >= 0; i--, weight *= Math.Pow(2, -1 / HalfLife))
        {
            foreach (var (id, statistics) in timeline.Intervals[i])
            {
                traffic[id] = traffic.GetValueOrDefault(id) + (statistics.Requests * weight);
            }
        }

        return traffic;
    }
}
