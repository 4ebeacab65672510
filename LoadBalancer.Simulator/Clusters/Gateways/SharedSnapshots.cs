using System.Collections.Immutable;
using LoadBalancer.Cluster.Publishing;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Simulator.Clusters.Gateways;

/// <summary>
/// Builds each placement once for all gateways that need it. In the product each gateway has its own, and all are equal; a hundred
/// placements of ten thousand servers would not fit into the memory of one machine.
/// </summary>
/// <param name="onBuilt">Called with the previous placement and the new one, whenever one is built.</param>
internal sealed class SharedSnapshots(Action<IPlacement, IPlacement> onBuilt) : ISnapshotBuilder
{
    /// <summary>
    /// The snapshots in use, newest first, with the number of gateways that use each. Counting makes the simulation independent of the
    /// garbage collector.
    /// </summary>
    private readonly LinkedList<UsedSnapshot> _used = [];
    private ClusterSnapshot? _latest;

    /// <summary>
    /// Returns the snapshot that follows the current one: the result of <see cref="ClusterSnapshot.Next"/>, with a placement that other
    /// gateways already use if there is one.
    /// </summary>
    public ClusterSnapshot Next(
        ClusterSnapshot current,
        MembershipSnapshot membership,
        PlacementAlgorithm algorithm,
        ImmutableArray<int> weights,
        ClusterHealth health)
    {
        foreach (var used in _used)
        {
            var view = used.Snapshot;
            if (ReferenceEquals(view.Membership, membership)
                && view.Placement.Algorithm == algorithm
                && view.Health.IsPanic == health.IsPanic
                && view.Health.Reasons.AsSpan().SequenceEqual(health.Reasons.AsSpan()) && Places(view, membership, weights))
            {
                used.Gateways++;
                Leave(current);
                return view;
            }
        }

        var made = Make(current, membership, algorithm, weights, health);
        _used.AddFirst(new UsedSnapshot(made));
        Leave(current);
        return made;
    }

    /// <summary>Records that a gateway no longer uses a snapshot, because it has replaced it or has died.</summary>
    public void Leave(ClusterSnapshot snapshot)
    {
        for (var node = _used.First; node is not null; node = node.Next)
        {
            if (ReferenceEquals(node.Value.Snapshot, snapshot))
            {
                if (--node.Value.Gateways == 0)
                {
                    _used.Remove(node);
                }

                return;
            }
        }
    }

    private ClusterSnapshot Make(
        ClusterSnapshot current,
        MembershipSnapshot membership,
        PlacementAlgorithm algorithm,
        ImmutableArray<int> weights,
        ClusterHealth health)
    {
        if (ReferenceEquals(current.Membership, membership)
            && current.Placement.Algorithm == algorithm
            && Places(current, membership, weights))
        {
            return current.Next(membership, algorithm, weights, health);
        }

        if (_used.FirstOrDefault(used => used.Snapshot.Placement.Algorithm == algorithm
            && Places(used.Snapshot, membership, weights)) is { } shared)
        {
            return shared.Snapshot.Next(membership, algorithm, weights, health);
        }

        var made = (_latest ?? current).Next(membership, algorithm, weights, health);
        if (_latest is not null)
        {
            onBuilt(_latest.Placement, made.Placement);
        }

        return _latest = made;
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
            // Ketama places by the server's address, which differs for each process.
            if (members[server].Weight != weights[server]
                || !string.Equals(members[server].Id, membership.Servers[server].Id.Value, StringComparison.Ordinal)
                || (members[server].Name is not null
                    && !string.Equals(known.Membership.Servers[server].Url, membership.Servers[server].Url, StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A snapshot, and the number of gateways that use it.</summary>
    private sealed class UsedSnapshot(ClusterSnapshot snapshot)
    {
        public ClusterSnapshot Snapshot => snapshot;

        public int Gateways { get; set; } = 1;
    }
}
