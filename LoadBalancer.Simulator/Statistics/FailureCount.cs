namespace LoadBalancer.Simulator.Statistics;

/// <summary>The number of requests that failed in the same way.</summary>
/// <param name="Kind">The kind of failure: a few words that never vary.</param>
/// <param name="Requests">The number of requests.</param>
/// <param name="Example">The message of one of the failures; <see langword="null"/> if the kind says everything.</param>
internal sealed record FailureCount(string Kind, long Requests, string? Example);
