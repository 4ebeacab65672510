namespace LoadBalancer.Simulator.Statistics;

/// <summary>The requests of one server.</summary>
/// <param name="Id">The id of the server.</param>
/// <param name="Requests">The number of requests.</param>
/// <param name="Share">The fraction of all requests, 0 to 1.</param>
internal sealed record ServerShare(string Id, long Requests, double Share);
