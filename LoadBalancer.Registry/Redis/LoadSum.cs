using System.Collections.Immutable;

namespace LoadBalancer.Registry.Redis;

/// <summary>All gateways' figures added up, as one gateway wrote it for all.</summary>
/// <param name="Included">The sequence number of each gateway's report that went in.</param>
/// <param name="InFlight">The sums by server id.</param>
internal sealed record LoadSum(ImmutableDictionary<string, long> Included, ImmutableDictionary<string, int> InFlight);
