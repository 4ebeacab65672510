using System.Collections.Immutable;

namespace LoadBalancer.Cluster.Gateways;

/// <summary>The gateways at one point in time.</summary>
/// <param name="Reports">The last report of each reporting gateway, by the name of its process.</param>
/// <param name="Lost">The gateways that stopped reporting without leaving, by name.</param>
public sealed record GatewayReading(ImmutableArray<GatewayReport> Reports, ImmutableArray<KnownGateway> Lost);
