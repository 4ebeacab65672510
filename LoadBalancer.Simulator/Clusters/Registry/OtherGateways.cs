using LoadBalancer.Core.Health;

namespace LoadBalancer.Simulator.Clusters.Registry;

/// <summary>What all others say, added up.</summary>
/// <param name="Gateways">Who they are, in order.</param>
/// <param name="InFlight">What they have in flight together.</param>
/// <param name="Votes">What they think of servers that one of them at least finds unhealthy: nothing comes of the others' votes.</param>
internal sealed record OtherGateways(IReadOnlyList<string> Gateways, IReadOnlyDictionary<string, int> InFlight, IReadOnlyDictionary<string, Votes> Votes)
{
    public static readonly OtherGateways None = new([], new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, Votes>(StringComparer.Ordinal));
}
