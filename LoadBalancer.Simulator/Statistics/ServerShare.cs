namespace LoadBalancer.Simulator.Statistics;

/// <summary>What one server had of the requests.</summary>
/// <param name="Id">The server.</param>
/// <param name="Requests">How many.</param>
/// <param name="Share">The part of all, 0 to 1.</param>
internal sealed record ServerShare(string Id, long Requests, double Share);
