using System.Collections.Immutable;

namespace LoadBalancer.Cluster.Gateways;

/// <summary>What one gateway tells the others.</summary>
/// <param name="Gateway">Who; unique to a process.</param>
/// <param name="Sequence">1, 2, 3 …</param>
/// <param name="InFlight">Requests in flight by server id; servers without are left out.</param>
/// <param name="Up">The servers that it probes and finds healthy.</param>
/// <param name="Down">The servers that it finds unhealthy.</param>
public sealed record GatewayReport(
    string Gateway, long Sequence, ImmutableDictionary<string, int> InFlight, ImmutableArray<string> Up, ImmutableArray<string> Down)
{
    /// <summary>How long a report counts unless the gateway sends another, 5 s.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    /// <summary>
    /// What it tells of itself, for people to look at; <see langword="null"/> where it says nothing that this build can read.
    /// Other gateways do not learn it.
    /// </summary>
    public GatewayStatus? Status { get; init; }
}
