namespace LoadBalancer.Gateway.Health;

/// <summary>How a probe went.</summary>
internal readonly record struct ProbeResult(bool Passed);
