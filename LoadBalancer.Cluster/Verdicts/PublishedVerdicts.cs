using System.Collections.Immutable;

namespace LoadBalancer.Cluster.Verdicts;

/// <summary>The verdicts that were published last.</summary>
/// <param name="Unhealthy">
/// The servers that the cluster has said to be unhealthy, as <see cref="Gateways.Incarnation.NameOf"/> names them.
/// </param>
/// <param name="Stamp">
/// Differs from that of other verdicts: the condition for changing them. <see langword="null"/> where there are none.
/// </param>
public sealed record PublishedVerdicts(ImmutableHashSet<string> Unhealthy, string? Stamp)
{
    /// <summary>Nothing has been published.</summary>
    public static readonly PublishedVerdicts None = new(ImmutableHashSet.Create<string>(StringComparer.Ordinal), Stamp: null);
}
