using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;

namespace LoadBalancer.Redis.Stores;

/// <summary>All gateways' reports added up, as one gateway wrote it for all.</summary>
/// <param name="Included">The sequence number of each gateway's report that went in.</param>
/// <param name="All">The sum.</param>
internal sealed record GatewaySum(ImmutableDictionary<string, long> Included, OtherGateways All);
