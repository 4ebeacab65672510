using LoadBalancer.Cluster.Tail;

namespace LoadBalancer.Dashboard.State.Tail;

/// <summary>A request in a feed. Immutable.</summary>
/// <param name="Number">Its number within the feed, from 1 on, without gaps.</param>
/// <param name="Line">The request.</param>
internal sealed record TailEntry(long Number, TailLine Line);
