using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.Charts.Trends;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Dashboard.State.Statistics;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>Requests, errors, and latency over time.</summary>
/// <param name="IntervalSeconds">The length of each interval, in seconds.</param>
/// <param name="Points">
/// The intervals without gaps, the oldest first; the last one may be in progress. They end with the last report of the gateway, or of all
/// gateways, if none reports: what happened since is unknown.
/// </param>
internal sealed record TimelineResponse(double IntervalSeconds, IReadOnlyList<TimelinePointResponse> Points)
{
    /// <summary>Returns the last intervals.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="server">The server; <see langword="null"/> for all servers.</param>
    /// <param name="gateway">The gateway; <see langword="null"/> for all. Not with a server.</param>
    /// <param name="minutes">How much of the time.</param>
    public static TimelineResponse Of(DashboardSnapshot snapshot, ServerId? server, GatewayId? gateway, int minutes)
    {
        var timeline = snapshot.Timeline;
        var pointOf = TrendSelection.PointsOf(snapshot, server, gateway);
        var processes = gateway is { } name ? TrendSelection.ProcessesOf(snapshot, name) : null;
        var knownUntil = TrendSelection.KnownUntil(snapshot, gateway) ?? DateTimeOffset.MaxValue;
        var first = Math.Max(0, timeline.Intervals.Length - (int)(TimeSpan.FromMinutes(minutes) / timeline.Interval) - 1);
        return new(
            timeline.Interval.TotalSeconds,
            [
                .. timeline.Intervals.Skip(first).Select((interval, i) => TimelinePointResponse.Of(
                    timeline.First + (timeline.Interval * (first + i)),
                    isOver: first + i < timeline.Intervals.Length - 1,
                    pointOf(interval)) with
                {
                    FailuresByCause = Sum(CauseTotals.FailuresIn(interval, server, processes).Select(one => one.Count)),
                    RejectionsByReason = server is null ? Sum(CauseTotals.RejectionsIn(interval, processes)) : null,
                })
                .TakeWhile(point => point.At <= knownUntil - timeline.Interval),
            ]);
    }

    private static Dictionary<string, long>? Sum(IEnumerable<CauseCount> counts)
    {
        CauseCount[] sums = [.. CauseCount.Sum(counts)];
        return sums.Length == 0 ? null : sums.ToDictionary(count => count.Cause, count => count.Number, StringComparer.Ordinal);
    }
}
