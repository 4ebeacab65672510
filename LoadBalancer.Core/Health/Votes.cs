namespace LoadBalancer.Core.Health;

/// <summary>The votes of other gateways on a server.</summary>
/// <param name="Up">The number of gateways that probe it and find it healthy.</param>
/// <param name="Down">The number of gateways that find it unhealthy, by probes or by requests.</param>
public readonly record struct Votes(int Up, int Down);
