namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>Latency in an open loop at a rate that is the same for all, in milliseconds, from when each request was due.</summary>
/// <param name="Contender">Who.</param>
/// <param name="Rate">Requests a second.</param>
/// <param name="P50">The median.</param>
/// <param name="P99">That of one in a hundred.</param>
/// <param name="P999">That of one in a thousand.</param>
/// <param name="Late">How late the load generator itself was with one in a hundred.</param>
internal sealed record LatencySample(string Contender, double Rate, double P50, double P99, double P999, double Late);
