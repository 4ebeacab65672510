namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>The results of a load generator.</summary>
/// <param name="Requests">The number of responses.</param>
/// <param name="Seconds">The duration.</param>
/// <param name="Errors">The number of broken connections, timeouts, and responses with an error status.</param>
internal readonly record struct LoadOutcome(long Requests, double Seconds, long Errors);
