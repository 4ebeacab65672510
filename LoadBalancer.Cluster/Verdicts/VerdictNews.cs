using System.Collections.Immutable;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Verdicts;

/// <summary>A change of the cluster's verdicts to publish.</summary>
/// <param name="Unhealthy">All servers that are unhealthy from now on.</param>
/// <param name="Worse">The servers that were not unhealthy before, in order.</param>
/// <param name="WorseSince">Since when the first of them has been unhealthy.</param>
/// <param name="Better">The servers that are healthy again, in order; servers that have left are in neither list.</param>
/// <param name="BetterSince">Since when the first of them has been healthy.</param>
internal sealed record VerdictNews(
    ImmutableHashSet<ServerProcess> Unhealthy,
    ImmutableArray<ServerProcess> Worse,
    DateTimeOffset WorseSince,
    ImmutableArray<ServerProcess> Better,
    DateTimeOffset BetterSince);
