using LoadBalancer.Core.Membership;

namespace LoadBalancer.Simulator.Clusters.Servers;

/// <summary>The machine of a simulated server.</summary>
/// <param name="Id">The server's id.</param>
/// <param name="Zone">The number of its zone.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="Workers">The number of requests that it processes at once.</param>
internal sealed record SimulatedMachine(ServerId Id, int Zone, int Weight, int Workers);
