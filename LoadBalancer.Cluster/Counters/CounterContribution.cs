using System.Collections.Immutable;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Counters;

/// <summary>The part of the stored totals that comes from one source.</summary>
/// <param name="Sequence">The last batch that was stored; 0 for none.</param>
/// <param name="Counts">The sum of all batches up to that one, by server id.</param>
public sealed record CounterContribution(long Sequence, ImmutableDictionary<ServerId, ServerCounts> Counts)
{
    /// <summary>An empty contribution.</summary>
    public static readonly CounterContribution None = new(0, ImmutableDictionary<ServerId, ServerCounts>.Empty);
}
