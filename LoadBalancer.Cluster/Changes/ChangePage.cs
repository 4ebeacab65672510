using System.Collections.Immutable;
using LoadBalancer.Cluster.Events;

namespace LoadBalancer.Cluster.Changes;

/// <summary>Some changes.</summary>
/// <param name="Changes">The changes, the latest first.</param>
/// <param name="Next">Where the next page begins; <see langword="null"/> after the last one.</param>
public sealed record ChangePage(ImmutableArray<ClusterEvent> Changes, ChangeCursor? Next);
