using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Redis.Stores;

/// <summary>The sum of all gateways' reports, written by one gateway for all.</summary>
/// <param name="Included">The sequence number of each gateway's report in the sum.</param>
/// <param name="All">The sum.</param>
internal sealed record GatewaySum(ImmutableDictionary<GatewayProcess, long> Included, OtherGateways All);
