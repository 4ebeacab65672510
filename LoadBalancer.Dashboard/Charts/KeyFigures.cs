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
        var all = snapshot.Timeline.All;
        var servers = all.Servers;
        return new(
            snapshot.Timeline.Latest(LatestIntervals).RequestsPerSecond,
            all.Requests,
            servers.Failures,
            servers.Retries,
            all.RequestLatency)
        {
            Attempts = servers.Requests + servers.Retries,
        };
    }
}
