using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.State.Statistics;

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

    /// <summary>
    /// The usual p99: the median of the minutes before the last one, so that a slow minute does not change it;
    /// <see langword="null"/> if fewer than <see cref="FewestMinutes"/> of them had <see cref="FewestForSlow"/> requests.
    /// </summary>
    public TimeSpan? UsualP99 { get; init; }

    /// <summary>
    /// Whether the last minute is far above the usual: the p99 of at least <see cref="FewestForSlow"/> requests is at least
    /// <see cref="SlowFactor"/> times as long, and by at least <see cref="LeastSlower"/> longer.
    /// </summary>
    public bool IsSlow => UsualP99 is { } usual && LastMinute is { Requests: >= FewestForSlow, P99: { } now }
        && now >= usual * SlowFactor && now - usual >= LeastSlower;

    /// <summary>The number of requests of a minute from which on its p99 is more than one or two slow requests.</summary>
    public const int FewestForSlow = 300;

    /// <summary>How many minutes make something usual.</summary>
    public const int FewestMinutes = 5;

    /// <summary>How many times the usual p99 is far above it.</summary>
    public const int SlowFactor = 3;

    /// <summary>The least difference that a client notices.</summary>
    public static readonly TimeSpan LeastSlower = TimeSpan.FromMilliseconds(20);

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
            TrafficFigures.Of(snapshot.Timeline.All))
        {
            UsualP99 = UsualOf(snapshot.Timeline),
        };
    }

    private static TimeSpan? UsualOf(Timeline timeline)
    {
        TimeSpan[] known =
        [
            .. timeline.EarlierMinutes.Where(minute => minute.Requests >= FewestForSlow)
                .Select(minute => minute.Servers.Latency.Percentile(0.99)).OfType<TimeSpan>().Order(),
        ];
        return known.Length < FewestMinutes ? null : known[known.Length / 2];
    }
}
