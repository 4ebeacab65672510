namespace LoadBalancer.Gateway.Endpoints;

/// <summary>The response of <c>/stats</c>.</summary>
/// <param name="Total">Requests that servers answered or failed on, those of servers that have left included.</param>
/// <param name="Ring">What places the keys.</param>
/// <param name="Servers">The present members, by id.</param>
/// <param name="Source"><c>cluster</c>: the counts of all gateways; <c>local</c> while the store is out of reach.</param>
internal sealed record StatsReport(long Total, RingReport Ring, IReadOnlyList<ServerReport> Servers, string Source);
