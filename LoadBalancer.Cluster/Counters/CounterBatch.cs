using System.Collections.Immutable;

namespace LoadBalancer.Cluster.Counters;

/// <summary>What one gateway counted since its last batch.</summary>
/// <param name="Source">Who counted; unique to a process, so that sequences never mix.</param>
/// <param name="Sequence">1, 2, 3 …: a batch that is sent again keeps its number and is added once.</param>
/// <param name="Deltas">The counts by server id.</param>
public sealed record CounterBatch(string Source, long Sequence, ImmutableDictionary<string, ServerCounts> Deltas);
