using System.Collections.Immutable;

namespace LoadBalancer.Registry.Loads;

/// <summary>What one gateway has in flight.</summary>
/// <param name="Gateway">Who; unique to a process.</param>
/// <param name="Sequence">1, 2, 3 …</param>
/// <param name="InFlight">By server id; servers without are left out.</param>
public sealed record LoadReport(string Gateway, long Sequence, ImmutableDictionary<string, int> InFlight)
{
    /// <summary>How long a report counts unless the gateway sends another, 5 s.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);
}
