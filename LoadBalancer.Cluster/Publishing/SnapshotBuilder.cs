using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Cluster.Publishing;

/// <summary>Builds each snapshot from the previous one, without sharing. Thread-safe.</summary>
internal sealed class SnapshotBuilder : ISnapshotBuilder
{
    public ClusterSnapshot Next(
        ClusterSnapshot current,
        MembershipSnapshot membership,
        PlacementAlgorithm algorithm,
        ImmutableArray<int> weights,
        ClusterHealth health) =>
        current.Next(membership, algorithm, weights, health);
}
