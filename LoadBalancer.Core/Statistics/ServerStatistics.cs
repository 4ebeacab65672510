namespace LoadBalancer.Core.Statistics;

/// <summary>What happened at one server in an interval. Immutable, thread-safe; statistics of gateways and intervals add up.</summary>
/// <param name="Requests">Requests that this server answered, or that failed on it as their last attempt.</param>
/// <param name="Failures">Attempts that failed on it: no response, or one that broke off.</param>
/// <param name="Retries">Tries here of requests that another server had failed before.</param>
/// <param name="Spills">Requests that came here first because their owner had more than its part of the load.</param>
/// <param name="MaxInFlight">
/// The most requests that it was seen working on at once, for one gateway; what it is of a sum depends on the sum.
/// </param>
/// <param name="Latency">
/// How long its requests took, from the first try to the end of the response; connections that left HTTP, as WebSockets do, are not in it.
/// </param>
public sealed record ServerStatistics(long Requests, long Failures, long Retries, long Spills, int MaxInFlight, LatencyHistogram Latency)
{
    /// <summary>What clients got whose requests had their last attempt here.</summary>
    public ResponseCounts Responses { get; init; }

    /// <summary>Nothing happened.</summary>
    public static readonly ServerStatistics None = new(0, 0, 0, 0, 0, LatencyHistogram.Empty);

    /// <summary>
    /// Adds up what several gateways saw in one interval. They see different requests, so <see cref="MaxInFlight"/> adds up
    /// too: it is what the server had at the most, if all had their greatest load at the same moment. O(n) in the buckets.
    /// </summary>
    public static ServerStatistics SumOverGateways(IReadOnlyCollection<ServerStatistics> gateways) =>
        Sum(gateways, (int)Math.Min(int.MaxValue, gateways.Sum(gateway => (long)gateway.MaxInFlight)));

    /// <summary>Adds up intervals that follow each other: <see cref="MaxInFlight"/> is the greatest of them. O(n) in the buckets.</summary>
    public static ServerStatistics SumOverIntervals(IReadOnlyCollection<ServerStatistics> intervals) =>
        Sum(intervals, intervals.Select(interval => interval.MaxInFlight).DefaultIfEmpty().Max());

    private static ServerStatistics Sum(IReadOnlyCollection<ServerStatistics> parts, int maxInFlight) => new(
        parts.Sum(part => part.Requests),
        parts.Sum(part => part.Failures),
        parts.Sum(part => part.Retries),
        parts.Sum(part => part.Spills),
        maxInFlight,
        LatencyHistogram.Sum(parts.Select(part => part.Latency)))
    {
        Responses = ResponseCounts.Sum(parts.Select(part => part.Responses)),
    };
}
