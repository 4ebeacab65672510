using System.Collections.Immutable;
using LoadBalancer.Cluster.Events;

namespace LoadBalancer.Cluster.Changes;

/// <summary>A page of changes.</summary>
/// <param name="Changes">The changes, the latest first.</param>
/// <param name="Next">The start of the next page; <see langword="null"/> after the last one.</param>
public sealed record ChangePage(ImmutableArray<ClusterEvent> Changes, ChangeCursor? Next);
