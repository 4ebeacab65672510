namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>What a load generator has seen.</summary>
/// <param name="Requests">Answers.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Errors">Connections that broke, timeouts, and answers that were not 2xx.</param>
internal readonly record struct LoadOutcome(long Requests, double Seconds, long Errors);
