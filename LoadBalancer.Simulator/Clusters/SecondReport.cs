using LoadBalancer.Simulator.Clusters.Observations;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Clusters;

/// <summary>The figures of one second of a simulation.</summary>
/// <param name="Second">The number of the second, from 0.</param>
/// <param name="Requests">The requests that arrived.</param>
/// <param name="Tries">The attempts on servers.</param>
/// <param name="Failures">The requests that failed.</param>
/// <param name="Spilled">The requests that were sent past their owner because it was overloaded.</param>
/// <param name="P50Ms">The median latency of the requests that ended, to within 6 %.</param>
/// <param name="P99Ms">The 99th percentile of their latency, to within 6 %.</param>
/// <param name="PeakLoad">The most requests in flight on a server, relative to what the load bound allowed it.</param>
/// <param name="Placements">
/// The largest number of different placements among the gateways that reach the registry; 0 if no gateway published.
/// </param>
internal sealed record SecondReport(
    int Second, long Requests, long Tries, long Failures, long Spilled, double P50Ms, double P99Ms, double PeakLoad, int Placements)
{
    public static SecondReport Of(int second, TimePart part) => new(
        second,
        part.Requests,
        part.Attempts,
        part.Failures,
        part.Spilled,
        LatencyFigures.Milliseconds(part.Latency.Percentile(0.5)),
        LatencyFigures.Milliseconds(part.Latency.Percentile(0.99)),
        Math.Round(part.PeakLoad, 4),
        part.Placements);
}
