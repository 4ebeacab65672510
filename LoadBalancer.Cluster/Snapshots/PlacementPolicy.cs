using System.Collections.Immutable;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Cluster.Snapshots;

/// <summary>
/// The settings of this gateway that decide where a key goes. Gateways place every request alike if they have equal policies and equal
/// digests of the placement. Immutable, thread-safe.
/// </summary>
internal sealed class PlacementPolicy
{
    public PlacementPolicy(IEnumerable<IPlacementSettings> parts)
    {
        Settings = parts.SelectMany(part => part.Read()).ToImmutableSortedDictionary(StringComparer.Ordinal);
        Digest = PolicyDigest.Of(Settings);
    }

    /// <summary>The settings, by their full name.</summary>
    public ImmutableSortedDictionary<string, string> Settings { get; }

    /// <summary>Equal on two gateways of one build exactly when their settings are equal.</summary>
    public string Digest { get; }
}
