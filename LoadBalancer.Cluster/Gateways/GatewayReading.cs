using System.Collections.Immutable;

namespace LoadBalancer.Cluster.Gateways;

/// <summary>The gateways at one moment.</summary>
/// <param name="Reports">The last report of each gateway that reports, by the name of its process.</param>
/// <param name="Lost">The gateways that stopped reporting without leaving, by name.</param>
public sealed record GatewayReading(ImmutableArray<GatewayReport> Reports, ImmutableArray<KnownGateway> Lost);
