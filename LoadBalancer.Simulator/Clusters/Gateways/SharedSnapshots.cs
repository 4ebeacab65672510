using System.Collections.Immutable;
using LoadBalancer.Cluster.Publishing;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Simulator.Clusters.Gateways;

/// <summary>
/// Builds each placement once for all gateways that need it: in the product each gateway has its own, all of them equal, and a hundred of
/// ten thousand servers would not fit a machine.
/// </summary>
/// <param name="onBuilt">Told of each placement and the one that it was made from.</param>
internal sealed class SharedSnapshots(Action<IPlacement, IPlacement> onBuilt) : ISnapshotBuilder
{
    /// <summary>As many views of who is well, and placements, as gateways have at a time.</summary>
    private const int MostViews = 64;

    /// <summary>Those that some gateway still uses are found; nobody keeps the others.</summary>
    private readonly LinkedList<WeakReference<ClusterSnapshot>> _views = [];
    private ClusterSnapshot? _latest;

    /// <summary>The snapshot that follows one: what <see cref="ClusterSnapshot.Next"/> makes, with a placement that others use too if there is one.</summary>
    public ClusterSnapshot Next(
        ClusterSnapshot current, MembershipSnapshot membership, PlacementAlgorithm algorithm, ImmutableArray<int> weights, ClusterHealth health)
    {
        foreach (var view in Known())
        {
            if (ReferenceEquals(view.Membership, membership) && view.Placement.Algorithm == algorithm && view.Health.IsPanic == health.IsPanic
                && view.Health.Reasons.AsSpan().SequenceEqual(health.Reasons.AsSpan()) && Places(view, membership, weights))
            {
                return view;
            }
        }

        var made = Make(current, membership, algorithm, weights, health);
        _views.AddFirst(new WeakReference<ClusterSnapshot>(made));
        if (_views.Count > MostViews)
        {
            _views.RemoveLast();
        }

        return made;
    }

    private ClusterSnapshot Make(
        ClusterSnapshot current, MembershipSnapshot membership, PlacementAlgorithm algorithm, ImmutableArray<int> weights, ClusterHealth health)
    {
        if (ReferenceEquals(current.Membership, membership)
            && current.Placement.Algorithm == algorithm
            && Places(current, membership, weights))
        {
            return current.Next(membership, algorithm, weights, health);
        }

        if (Known().FirstOrDefault(known => known.Placement.Algorithm == algorithm && Places(known, membership, weights)) is { } shared)
        {
            return shared.Next(membership, algorithm, weights, health);
        }

        var made = (_latest ?? current).Next(membership, algorithm, weights, health);
        if (_latest is not null)
        {
            onBuilt(_latest.Placement, made.Placement);
        }

        return _latest = made;
    }

    private IEnumerable<ClusterSnapshot> Known()
    {
        for (var node = _views.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.TryGetTarget(out var view))
            {
                yield return view;
            }
            else
            {
                _views.Remove(node);
            }

            node = next;
        }
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
