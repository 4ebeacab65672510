using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Charts;

/// <summary>The key figures of the cluster.</summary>
/// <param name="RequestsPerSecond">The current rate: over the interval in progress and the one before it.</param>
/// <param name="Requests">
/// The number in the last 30 minutes, including servers that have left and requests that were not sent to a server.
/// </param>
/// <param name="Failures">The number in the last 30 minutes, including servers that have left.</param>
/// <param name="Retries">The number in the last 30 minutes, including servers that have left.</param>
/// <param name="Latency">
/// The latency of the requests of the last 30 minutes that were sent to a server, including servers that have left.
/// </param>
internal sealed record KeyFigures(double RequestsPerSecond, long Requests, long Failures, long Retries, LatencyHistogram Latency)
{
    /// <summary>The number of attempts in the last 30 minutes: requests that were sent to a server, and retries.</summary>
    public long Attempts { get; private init; }

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
            Attempts = requests - timeline.Unplaced.Sum() + retries,
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
