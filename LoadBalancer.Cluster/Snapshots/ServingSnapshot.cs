using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Cluster.Snapshots;

/// <summary>What one request works on from beginning to end.</summary>
/// <param name="Cluster">Who is there and where keys belong.</param>
/// <param name="Bound">The bound on their load, or <see langword="null"/> for none.</param>
internal sealed record ServingSnapshot(ClusterSnapshot Cluster, LoadBound? Bound)
{
    /// <summary>
    /// When the last server left or expired, as this gateway saw it; <see langword="null"/> where there are servers, or it has never seen
    /// one.
    /// </summary>
    public DateTimeOffset? EmptiedAt { get; init; }

    /// <summary>Without servers.</summary>
    public static readonly ServingSnapshot Nobody = new(
        ClusterSnapshot.Create(MembershipSnapshot.Empty, PlacementAlgorithm.Ring), Bound: null);
}
