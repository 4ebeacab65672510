using LoadBalancer.Simulator.Clusters.Observations;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Clusters;

/// <summary>One second of a simulation.</summary>
/// <param name="Second">Which, from 0.</param>
/// <param name="Requests">Requests that came.</param>
/// <param name="Tries">Servers that requests were sent to.</param>
/// <param name="Failures">Requests that failed.</param>
/// <param name="Spilled">Requests sent past their owner because it had too many.</param>
/// <param name="P50Ms">Median latency of those that ended, to within 6 %.</param>
/// <param name="P99Ms">The 99th percentile.</param>
/// <param name="PeakLoad">The greatest number in flight on a server, relative to what the bound allowed it.</param>
/// <param name="Placements">The most different placements among the gateways that reach the registry; 0 where none was published.</param>
internal sealed record SecondReport(
    int Second, long Requests, long Tries, long Failures, long Spilled, double P50Ms, double P99Ms, double PeakLoad, int Placements)
{
    public static SecondReport Of(int second, TimePart part) => new(
        second,
        part.Requests,
        part.Tries,
        part.Failures,
        part.Spilled,
        LatencyFigures.Milliseconds(part.Latency.Percentile(0.5)),
        LatencyFigures.Milliseconds(part.Latency.Percentile(0.99)),
        Math.Round(part.PeakLoad, 4),
        part.Placements);
}
