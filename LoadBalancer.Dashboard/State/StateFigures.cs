using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.State;

/// <summary>The figures that say whether the cluster is well.</summary>
/// <param name="Servers">The number of servers that are to take requests: all but those that drain.</param>
/// <param name="Healthy">The number of them that are healthy.</param>
/// <param name="Draining">The number of servers that drain.</param>
/// <param name="Gateways">The number of gateways that are known: those that report, and those that stopped without leaving.</param>
/// <param name="Reporting">The number of them that report.</param>
/// <param name="Sending">
/// The number of them that report and had requests in the last half minute. The traffic of the others is unknown, or there was none.
/// </param>
/// <param name="LastMinute">The traffic of the last minute.</param>
/// <param name="HalfHour">The traffic of the last 30 minutes.</param>
internal sealed record StateFigures(
    int Servers, int Healthy, int Draining, int Gateways, int Reporting, int Sending, TrafficFigures LastMinute, TrafficFigures HalfHour)
{
    /// <summary>
    /// The latest intervals: the one in progress and two before, since gateways write what they record within a second or two.
    /// </summary>
    private const int Latest = 3;

    /// <summary>Whether figures of the last minute may lack the requests of a gateway.</summary>
    public bool IsIncomplete => Sending < Gateways && (Reporting < Gateways || LastMinute.Requests >= TrafficFigures.Fewest);

    /// <summary>Returns the figures of a cluster.</summary>
    public static StateFigures Of(DashboardSnapshot snapshot)
    {
        ServerView[] active = [.. snapshot.Servers.Where(server => server.Server.State == ServerState.Active)];
        var sending = snapshot.Timeline.Latest(Latest).Gateways;
        return new(
            active.Length,
            active.Count(server => server.IsHealthy),
            snapshot.Servers.Length - active.Length,
            snapshot.Gateways.Length + snapshot.LostGateways.Length,
            snapshot.Gateways.Length,
            snapshot.Gateways.Count(gateway => sending.ContainsKey(gateway.Process)),
            TrafficFigures.Of(snapshot.Timeline.LastMinute),
            TrafficFigures.Of(snapshot.Timeline.All));
    }
}
