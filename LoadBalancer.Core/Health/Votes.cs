namespace LoadBalancer.Core.Health;

/// <summary>What other gateways say of a server.</summary>
/// <param name="Up">Those that probe it and find it healthy.</param>
/// <param name="Down">Those that find it unhealthy, by probes or by requests.</param>
public readonly record struct Votes(int Up, int Down);
