using System.Collections.Immutable;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Verdicts;

/// <summary>The verdicts that were published last.</summary>
/// <param name="Unhealthy">The servers that were published as unhealthy.</param>
/// <param name="Stamp">
/// A stamp that differs from that of other verdicts: the condition for changing them. <see langword="null"/> if there are none.
/// </param>
public sealed record PublishedVerdicts(ImmutableHashSet<ServerProcess> Unhealthy, string? Stamp)
{
    /// <summary>Nothing has been published.</summary>
    public static readonly PublishedVerdicts None = new([], Stamp: null);
}
