using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Cluster.Snapshots;

/// <summary>The snapshot that a request uses from beginning to end.</summary>
/// <param name="Cluster">The membership, placement, and health.</param>
/// <param name="Bound">The load bound, or <see langword="null"/> for none.</param>
internal sealed record ServingSnapshot(ClusterSnapshot Cluster, LoadBound? Bound)
{
    /// <summary>
    /// When the last server left or expired, as observed by this gateway; <see langword="null"/> if there are servers, or if it has never
    /// observed one.
    /// </summary>
    public DateTimeOffset? EmptiedAt { get; init; }

    /// <summary>A snapshot without servers.</summary>
    public static readonly ServingSnapshot None = new(
        ClusterSnapshot.Create(MembershipSnapshot.Empty, PlacementAlgorithm.Ring), Bound: null);
}
