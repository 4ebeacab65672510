using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Cluster.Publishing;

/// <summary>
/// Makes the snapshot that follows another one. Gateways of one process may share a builder, and so the snapshots that are equal. One call
/// at a time for each gateway.
/// </summary>
internal interface ISnapshotBuilder
{
    /// <summary>A snapshot equal to what <see cref="ClusterSnapshot.Next"/> returns.</summary>
    /// <param name="current">The snapshot in use.</param>
    /// <param name="membership">The members.</param>
    /// <param name="algorithm">The placement algorithm.</param>
    /// <param name="weights">The weights in effect, in the membership's order.</param>
    /// <param name="health">The health of the members, in the membership's order.</param>
    ClusterSnapshot Next(
        ClusterSnapshot current,
        MembershipSnapshot membership,
        PlacementAlgorithm algorithm,
        ImmutableArray<int> weights,
        ClusterHealth health);
}
