using System.Collections.Immutable;

namespace LoadBalancer.Cluster.Verdicts;

/// <summary>A change of the cluster's verdicts that is worth telling. Servers are named as in gateways' reports.</summary>
/// <param name="Unhealthy">All servers that are unhealthy from now on.</param>
/// <param name="Worse">Those that were not before, in order.</param>
/// <param name="WorseSince">Since when the first of them is.</param>
/// <param name="Better">Those that are healthy again, in order; servers that have left are in neither.</param>
/// <param name="BetterSince">Since when the first of them is.</param>
internal sealed record VerdictNews(
    ImmutableHashSet<string> Unhealthy,
    ImmutableArray<string> Worse,
    DateTimeOffset WorseSince,
    ImmutableArray<string> Better,
    DateTimeOffset BetterSince);
