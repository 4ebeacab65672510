using System.Collections.Immutable;

namespace LoadBalancer.Cluster.Counters;

/// <summary>What a store has of one source.</summary>
/// <param name="Sequence">The last batch that it has; 0 for none.</param>
/// <param name="Counts">The sum of all batches up to that one, by server id.</param>
public sealed record CounterContribution(long Sequence, ImmutableDictionary<string, ServerCounts> Counts)
{
    /// <summary>Nothing.</summary>
    public static readonly CounterContribution None = new(0, ImmutableDictionary.Create<string, ServerCounts>(StringComparer.Ordinal));
}
