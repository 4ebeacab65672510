using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Cluster.Publishing;

/// <summary>
/// Builds the next snapshot. Gateways in one process may share a builder, and thus equal snapshots. One call at a time for each gateway.
/// </summary>
internal interface ISnapshotBuilder
{
    /// <summary>Returns a snapshot equal to the result of <see cref="ClusterSnapshot.Next"/>.</summary>
    /// <param name="current">The current snapshot.</param>
    /// <param name="membership">The membership.</param>
    /// <param name="algorithm">The placement algorithm.</param>
    /// <param name="weights">The effective weights, in the order of the membership.</param>
    /// <param name="health">The health of the members, in the order of the membership.</param>
    ClusterSnapshot Next(
        ClusterSnapshot current,
        MembershipSnapshot membership,
        PlacementAlgorithm algorithm,
        ImmutableArray<int> weights,
        ClusterHealth health);
}
