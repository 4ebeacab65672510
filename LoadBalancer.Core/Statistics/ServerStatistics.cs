namespace LoadBalancer.Core.Statistics;

/// <summary>
/// The statistics of one server for an interval. Immutable, thread-safe; statistics of gateways and intervals can be added.
/// </summary>
/// <param name="Requests">Requests that this server responded to, or that failed on it as their last attempt.</param>
/// <param name="Failures">Attempts that failed on it: no response, or a response that broke off.</param>
/// <param name="Retries">Attempts on this server of requests that another server had failed before.</param>
/// <param name="Spills">Requests that were sent here first because their owner had more than its share of the load.</param>
/// <param name="MaxInFlight">
/// The maximum number of requests in flight that one gateway observed; for a sum, the meaning depends on the kind of sum.
/// </param>
/// <param name="Latency">
/// The latency of the attempts on it, from the start of an attempt to the last byte of its response, to its failure, or until it was given
/// up. Excluding connections that switched to another protocol, such as WebSockets, and second attempts (hedges) that were not needed.
/// Gateways of earlier builds count whole requests, on the server of their last attempt.
/// </param>
public sealed record ServerStatistics(long Requests, long Failures, long Retries, long Spills, int MaxInFlight, LatencyHistogram Latency)
{
    /// <summary>The responses to clients whose requests had their last attempt on this server.</summary>
    public ResponseCounts Responses { get; init; }

    /// <summary>The number of attempts whose latency is known.</summary>
    public long Attempts => Math.Max(Latency.Count, Failures);

    /// <summary>Empty statistics.</summary>
    public static readonly ServerStatistics None = new(0, 0, 0, 0, 0, LatencyHistogram.Empty);

    /// <summary>
    /// Adds the statistics of several gateways for one interval. They observe different requests, so <see cref="MaxInFlight"/> is added
    /// too: the maximum that the server can have had, if all gateways had their highest load at the same moment. O(n) in the buckets.
    /// </summary>
    public static ServerStatistics SumOverGateways(IReadOnlyCollection<ServerStatistics> gateways) =>
        Sum(gateways, (int)Math.Min(int.MaxValue, gateways.Sum(gateway => (long)gateway.MaxInFlight)));

    /// <summary>Adds consecutive intervals: <see cref="MaxInFlight"/> is the greatest of them. O(n) in the buckets.</summary>
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
