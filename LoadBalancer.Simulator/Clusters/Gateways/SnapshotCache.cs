using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Simulator.Clusters.Gateways;

/// <summary>
/// Builds each placement once for all gateways that need it: they are equal objects in the product, and with a hundred
/// gateways of ten thousand servers they would not fit a machine otherwise.
/// </summary>
/// <param name="onBuilt">Told of each placement and the one that it was made from.</param>
internal sealed class SnapshotCache(Action<IPlacement, IPlacement> onBuilt)
{
    /// <summary>As many as differ at a time: gateways that are behind, and steps of slow start.</summary>
    private const int MostKept = 8;

    private readonly LinkedList<ClusterSnapshot> _latest = [];

    /// <summary>The snapshot that follows one: what <see cref="ClusterSnapshot.Next"/> makes, with a placement that others use too if there is one.</summary>
    public ClusterSnapshot Next(
        ClusterSnapshot current, MembershipSnapshot membership, PlacementAlgorithm algorithm, ImmutableArray<int> weights, ClusterHealth health)
    {
        foreach (var known in _latest)
        {
            if (known.Placement.Algorithm == algorithm && Places(known, membership, weights))
            {
                return known.Next(membership, algorithm, weights, health);
            }
        }

        var made = (_latest.First?.Value ?? current).Next(membership, algorithm, weights, health);
        if (_latest.First is { } latest)
        {
            onBuilt(latest.Value.Placement, made.Placement);
        }

        _latest.AddFirst(made);
        if (_latest.Count > MostKept)
        {
            _latest.RemoveLast();
        }

        return made;
    }

    private static bool Places(ClusterSnapshot known, MembershipSnapshot membership, ImmutableArray<int> weights)
    {
        var members = known.Placement.Members;
        if (members.Length != weights.Length)
        {
            return false;
        }

        for (var server = 0; server < weights.Length; server++)
        {
            // Ketama places by the server's address, which is another one for each process.
            if (members[server].Weight != weights[server]
                || !string.Equals(members[server].Id, membership.Servers[server].Id, StringComparison.Ordinal)
                || (members[server].Name is not null && !string.Equals(known.Membership.Servers[server].Url, membership.Servers[server].Url, StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return true;
    }
}
