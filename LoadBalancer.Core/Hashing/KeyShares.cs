using System.Collections.Immutable;
using LoadBalancer.Core.Hashing.Ketama;
using LoadBalancer.Core.Hashing.Maglev;
using LoadBalancer.Core.Hashing.Rendezvous;
using LoadBalancer.Core.Hashing.Ring;

namespace LoadBalancer.Core.Hashing;

/// <summary>
/// The part of all keys that each server owns, taken to be hashed uniformly: the length of its arcs, its entries of the
/// table, or with <see cref="PlacementAlgorithm.Rendezvous"/> its part of the weights, which is what it owns on average. Not
/// sampled. A pure function, thread-safe.
/// </summary>
public static class KeyShares
{
    /// <summary>2⁶⁴, the length of the circle.</summary>
    private const double Circle = 18_446_744_073_709_551_616.0;

    /// <summary>The shares in the order of <see cref="IPlacement.Members"/>; none without servers. O(points).</summary>
    /// <exception cref="ArgumentException">The placement is of a kind that this cannot measure.</exception>
    public static ImmutableArray<KeyShare> Of(IPlacement placement) => placement switch
    {
        HashRing ring => OfArcs(ring.Members.Length, ring.Points()),
        KetamaRing ring => OfArcs(ring.Members.Length, ring.Points()),
        MaglevTable table => OfEntries(table),
        RendezvousPlacement rendezvous => OfWeights(rendezvous.Members),
        _ => throw new ArgumentException($"The shares of {placement.GetType().Name} cannot be measured.", nameof(placement)),
    };

    /// <summary>
    /// A point owns what lies between the point before it, excluded, and itself, included; of points at one position the first
    /// owns all of that. The first point's arc goes round the end of the circle.
    /// </summary>
    private static ImmutableArray<KeyShare> OfArcs(int servers, IEnumerable<RingPoint> points)
    {
        var counts = new int[servers];
        var lengths = new double[servers];
        var (first, previous) = (default(RingPoint?), 0UL);
        foreach (var point in points)
        {
            counts[point.Owner]++;
            lengths[point.Owner] += first is null ? 0 : point.Position - previous;
            (first, previous) = (first ?? point, point.Position);
        }

        if (first is { } start)
        {
            lengths[start.Owner] += start.Position == previous ? Circle : unchecked(start.Position - previous);
        }

        return [.. counts.Select((count, server) => new KeyShare(count, lengths[server] / Circle))];
    }

    private static ImmutableArray<KeyShare> OfEntries(MaglevTable table)
    {
        var counts = new int[table.Members.Length];
        foreach (var server in table.Entries())
        {
            counts[server]++;
        }

        return [.. counts.Select(count => new KeyShare(count, count / (double)table.PointCount))];
    }

    private static ImmutableArray<KeyShare> OfWeights(ImmutableArray<PlacementMember> members)
    {
        var total = members.Sum(member => (double)member.Weight);
        return [.. members.Select(member => new KeyShare(0, member.Weight / total))];
    }
}
