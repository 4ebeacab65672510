using System.Collections.Immutable;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Cluster.Gateways;

/// <summary>A value of a setting, and the gateways that have it.</summary>
/// <param name="Value">The value.</param>
/// <param name="Gateways">The gateways, by name; at least one.</param>
public sealed record PolicyValue(string Value, ImmutableArray<GatewayId> Gateways);
