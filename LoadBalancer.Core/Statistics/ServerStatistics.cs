namespace LoadBalancer.Core.Statistics;

/// <summary>What happened at one server in an interval. Immutable, thread-safe; statistics of gateways and intervals add up.</summary>
/// <param name="Requests">Requests that this server answered, or that failed on it as their last try.</param>
/// <param name="Failures">Tries that failed on it: no answer, or one that broke off.</param>
/// <param name="Retries">Tries here of requests that another server had failed before.</param>
/// <param name="Spills">Requests that came here because their owner had more than its part of the load.</param>
/// <param name="MaxInFlight">The most requests that it was seen working on at once, for one gateway; of a sum, the sum of the gateways' figures of one interval, or the greatest of several intervals.</param>
/// <param name="Latency">How long its requests took, from the first try to the end of the answer.</param>
public sealed record ServerStatistics(long Requests, long Failures, long Retries, long Spills, int MaxInFlight, LatencyHistogram Latency)
{
    /// <summary>Nothing happened.</summary>
    public static readonly ServerStatistics None = new(0, 0, 0, 0, 0, LatencyHistogram.Empty);
}
