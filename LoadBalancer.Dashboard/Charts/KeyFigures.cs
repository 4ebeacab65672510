using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Charts;

/// <summary>The cluster in a few numbers.</summary>
/// <param name="RequestsPerSecond">At present: over the interval that is running and the one before it.</param>
/// <param name="Requests">In the last 30 minutes: those of servers that have left, and those that came to no server, included.</param>
/// <param name="Failures">In the last 30 minutes, those of servers that have left included.</param>
/// <param name="Retries">In the last 30 minutes, those of servers that have left included.</param>
/// <param name="Latency">How long the requests of the last 30 minutes took that came to a server, be it one that has left.</param>
internal sealed record KeyFigures(double RequestsPerSecond, long Requests, long Failures, long Retries, LatencyHistogram Latency)
{
    /// <summary>In the last 30 minutes: requests that came to a server, and what was tried after a server had failed.</summary>
    public long Tries { get; private init; }

    private const int LatestIntervals = 2;

    public static KeyFigures Of(DashboardSnapshot snapshot)
    {
        var timeline = snapshot.Timeline;
        long requests = timeline.Unplaced.Sum(), failures = 0, retries = 0;
        foreach (var statistics in timeline.Intervals.SelectMany(interval => interval.Values))
        {
            requests += statistics.Requests;
            failures += statistics.Failures;
            retries += statistics.Retries;
        }

        return new(
            PerSecond(timeline, snapshot.At),
            requests,
            failures,
            retries,
            LatencyHistogram.Sum([.. snapshot.Servers.Select(server => server.Recent.Latency), snapshot.RecentDeparted.Latency]))
        {
            Tries = requests - timeline.Unplaced.Sum() + retries,
        };
    }

    private static double PerSecond(Timeline timeline, DateTimeOffset at)
    {
        var intervals = timeline.Intervals;
        var latest = Math.Min(LatestIntervals, intervals.Length);
        var length = at - (timeline.First + (timeline.Interval * (intervals.Length - latest)));
        return length > TimeSpan.Zero
            ? (intervals.TakeLast(latest).Sum(interval => interval.Values.Sum(statistics => statistics.Requests))
                + timeline.Unplaced.TakeLast(latest).Sum()) / length.TotalSeconds
            : 0;
    }
}
