using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Cluster.Counters;

/// <summary>The counts of one gateway since its last batch.</summary>
/// <param name="Source">The source of the counts; unique to a process, so that sequences never mix.</param>
/// <param name="Sequence">The sequence number: 1, 2, 3 …. A batch that is sent again keeps its number and is added once.</param>
/// <param name="Deltas">The counts by server id.</param>
public sealed record CounterBatch(GatewayProcess Source, long Sequence, ImmutableDictionary<ServerId, ServerCounts> Deltas);
