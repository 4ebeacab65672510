using LoadBalancer.Core.Membership;

namespace LoadBalancer.Core.Selection;

/// <summary>A server that carries more than the load bound allows, because the bound does not apply below its floor.</summary>
/// <param name="Server">The server that is furthest above its share.</param>
/// <param name="InFlight">Its average number of requests in flight.</param>
/// <param name="Share">The average number that corresponds to its weight.</param>
public readonly record struct UnboundedLoad(ServerId Server, double InFlight, double Share);
