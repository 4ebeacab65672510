namespace LoadBalancer.Simulator.Clusters.Servers;

/// <summary>What a simulated server runs on.</summary>
/// <param name="Id">The server's id.</param>
/// <param name="Zone">The number of its zone.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="Workers">How many requests it works on at once.</param>
internal sealed record SimulatedMachine(string Id, int Zone, int Weight, int Workers);
