namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>
/// Latency in an open loop at a rate that is the same for all contenders, in milliseconds from the time at which each request was due.
/// </summary>
/// <param name="Contender">The name of the contender.</param>
/// <param name="Rate">Requests per second.</param>
/// <param name="P50">The median.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="P999">The 99.9th percentile.</param>
/// <param name="Late">The 99th percentile of how late the load generator itself was.</param>
internal sealed record LatencySample(string Contender, double Rate, double P50, double P99, double P999, double Late);
