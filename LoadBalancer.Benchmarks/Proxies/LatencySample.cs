namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>Latency in an open loop at a rate that is the same for all, in milliseconds, from when each request was due.</summary>
internal sealed record LatencySample(string Contender, double Rate, double P50, double P99, double P999);
