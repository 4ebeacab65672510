namespace LoadBalancer.Gateway.Endpoints;

/// <summary>The response of <c>/stats</c>.</summary>
/// <param name="Total">The number of requests that servers responded to or failed, including servers that have left.</param>
/// <param name="Ring">The placement of keys.</param>
/// <param name="Servers">The current members, by id.</param>
/// <param name="Source"><c>cluster</c>: the counts of all gateways; <c>local</c> while the store is unreachable.</param>
internal sealed record StatsReport(long Total, RingReport Ring, IReadOnlyList<ServerReport> Servers, string Source);
