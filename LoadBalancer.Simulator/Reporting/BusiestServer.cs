namespace LoadBalancer.Simulator.Reporting;

/// <summary>The busiest server.</summary>
/// <param name="Id">The id of the server.</param>
/// <param name="Ratio">Its share of the requests, relative to its expected share; without weights, relative to an equal share.</param>
internal sealed record BusiestServer(string Id, double Ratio);
