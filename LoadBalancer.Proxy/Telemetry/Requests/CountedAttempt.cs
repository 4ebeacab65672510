using LoadBalancer.Cluster.Recording;

namespace LoadBalancer.Proxy.Telemetry.Requests;

/// <summary>An attempt whose start has been recorded.</summary>
/// <param name="Counter">The counter of its server.</param>
/// <param name="Began">The timestamp of its start.</param>
internal readonly record struct CountedAttempt(ServerCounter Counter, long Began);
