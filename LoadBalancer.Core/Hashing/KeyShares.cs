using System.Collections.Immutable;
using LoadBalancer.Core.Hashing.Maglev;
using LoadBalancer.Core.Hashing.Rendezvous;
using LoadBalancer.Core.Hashing.Ring;

namespace LoadBalancer.Core.Hashing;

/// <summary>
/// Computes the fraction of all keys that each server owns, assuming uniform hashes: the length of its arcs, its entries in the table, or
/// with <see cref="PlacementAlgorithm.Rendezvous"/> its share of the weights, which is what it owns on average. Not sampled. A pure
/// function, thread-safe.
/// </summary>
public static class KeyShares
{
    /// <summary>2⁶⁴, the length of the circle.</summary>
    private const double Circle = 18_446_744_073_709_551_616.0;

    /// <summary>Returns the shares in the order of <see cref="IPlacement.Members"/>; none without servers. O(points).</summary>
    /// <exception cref="ArgumentException">The kind of the placement is not supported.</exception>
    public static ImmutableArray<KeyShare> Of(IPlacement placement) => placement switch
    {
        HashRing ring => OfArcs(ring.Members.Length, ring.Points()),
        MaglevTable table => OfEntries(table),
        RendezvousPlacement rendezvous => OfWeights(rendezvous.Members),
        _ => throw new ArgumentException($"The shares of {placement.GetType().Name} cannot be measured.", nameof(placement)),
    };

    /// <summary>
    /// Returns the shares if some servers take no requests. Each of the others has its own keys and those for which it is the first
    /// candidate that takes requests. A server that takes none has neither points nor a share. O(points).
    /// </summary>
    /// <param name="placement">The placement.</param>
    /// <param name="takes">Whether each member takes requests, in the order of <see cref="IPlacement.Members"/>; by default all do.</param>
    /// <exception cref="ArgumentException">The kind of the placement is not supported.</exception>
    public static ImmutableArray<KeyShare> Of(IPlacement placement, ImmutableArray<bool> takes) => placement switch
    {
        _ when takes.IsDefault || !takes.Contains(value: false) => Of(placement),
        HashRing ring => OfArcs(ring.Members.Length, ring.Points().Where(point => takes[point.Owner])),
        MaglevTable table => OfEntries(table.Members.Length, [.. table.Entries()], takes),
        RendezvousPlacement rendezvous => OfWeights(rendezvous.Members, takes),
        _ => throw new ArgumentException($"The shares of {placement.GetType().Name} cannot be measured.", nameof(placement)),
    };

    /// <summary>
    /// A point owns the arc from the previous point, exclusive, to itself, inclusive; of several points at one position, the first owns the
    /// whole arc. The first point's arc wraps around the end of the circle.
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
            first = first ?? point;
            previous = point.Position;
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

    /// <summary>
    /// An entry's keys go to the next entry whose server takes requests, wrapping around at the end of the table. The table is read from
    /// the end, so the next such entry is the one that was read last.
    /// </summary>
    private static ImmutableArray<KeyShare> OfEntries(int servers, ImmutableArray<int> entries, ImmutableArray<bool> takes)
    {
        var counts = new int[servers];
        var next = entries.FirstOrDefault(server => takes[server], -1);
        for (var entry = entries.Length - 1; entry >= 0 && next >= 0; entry--)
        {
            next = takes[entries[entry]] ? entries[entry] : next;
            counts[next]++;
        }

        return [.. counts.Select(count => new KeyShare(count, count / (double)entries.Length))];
    }

    private static ImmutableArray<KeyShare> OfWeights(ImmutableArray<PlacementMember> members, ImmutableArray<bool> takes = default)
    {
        var weights = members.Select((member, server) => takes.IsDefault || takes[server] ? (double)member.Weight : 0).ToArray();
        var total = Math.Max(1, weights.Sum());
        return [.. weights.Select(weight => new KeyShare(0, weight / total))];
    }
}
