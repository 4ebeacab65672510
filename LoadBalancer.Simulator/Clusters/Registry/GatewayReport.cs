namespace LoadBalancer.Simulator.Clusters.Registry;

/// <summary>What one gateway tells the others.</summary>
/// <param name="Gateway">Who.</param>
/// <param name="InFlight">Requests in flight by server; servers without are left out.</param>
/// <param name="Up">Servers that it probes and finds healthy.</param>
/// <param name="Down">Servers that it finds unhealthy.</param>
internal sealed record GatewayReport(string Gateway, IReadOnlyDictionary<string, int> InFlight, IReadOnlyCollection<string> Up, IReadOnlyCollection<string> Down);
