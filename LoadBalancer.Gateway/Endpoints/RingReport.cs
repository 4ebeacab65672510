namespace LoadBalancer.Gateway.Endpoints;

/// <summary>
/// The placement of keys. Gateways place every request alike if both digests are equal: <paramref name="Digest"/> that of the servers, and
/// <paramref name="Policy"/> that of the settings that decide where a key goes.
/// </summary>
internal sealed record RingReport(long Version, string Digest, string Policy, string Algorithm, int Points);
