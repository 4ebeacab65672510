namespace LoadBalancer.Gateway.Endpoints;

/// <summary>The placement of keys: equal digests on two gateways mean equal placements.</summary>
internal sealed record RingReport(long Version, string Digest, string Algorithm, int Points);
