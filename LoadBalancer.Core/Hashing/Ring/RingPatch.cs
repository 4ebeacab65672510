using System.Collections.Immutable;

namespace LoadBalancer.Core.Hashing.Ring;

/// <summary>
/// Computes the points of a set of members, from scratch or from the points of another set. A server's points do not depend on other
/// servers, so a change drops that server's points and merges its new ones into the rest, which is already in order.
/// </summary>
internal static class RingPatch
{
    /// <summary>If more than one point in this many is new, distributing all points is faster than merging.</summary>
    private const int FewestKeptForEachNew = 4;

    private const int Gone = -1;

    /// <summary>Returns the points of members from scratch. O(points) expected.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more points than <see cref="RingLayout.MaxPoints"/>.</exception>
    public static RingPoints Build(ImmutableArray<PlacementMember> members, PointLayout layout)
    {
        var total = CountPoints(members, layout);
        return Write(members, Enumerable.Range(0, members.Length), total, layout);
    }

    /// <summary>
    /// Returns the points of <paramref name="next"/>, derived from those of <paramref name="previous"/>. O(points), without hashing servers
    /// that stay.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more points than <see cref="RingLayout.MaxPoints"/>.</exception>
    public static RingPoints Apply(
        ImmutableArray<PlacementMember> previous, RingPoints points, ImmutableArray<PlacementMember> next, PointLayout layout)
    {
        var total = CountPoints(next, layout);
        var (places, added) = Compare(previous, next);
        var fresh = added.Sum(server => layout.CountOf(next[server]));
        return (long)fresh * FewestKeptForEachNew > total
            ? Build(next, layout)
            : Merge(points, places, Write(next, added, fresh, layout), total);
    }

    private static int CountPoints(ImmutableArray<PlacementMember> members, PointLayout layout)
    {
        var total = members.Sum(member => (long)layout.CountOf(member));
        return total <= RingLayout.MaxPoints
            ? (int)total
            : throw new ArgumentOutOfRangeException(
                nameof(members), total, $"The weights of the servers require {total} points; the maximum is {RingLayout.MaxPoints}.");
    }

    private static RingPoints Write(ImmutableArray<PlacementMember> members, IEnumerable<int> servers, int total, PointLayout layout)
    {
        var positions = GC.AllocateUninitializedArray<ulong>(total);
        var owners = GC.AllocateUninitializedArray<int>(total);
        var written = 0;
        foreach (var server in servers)
        {
            var count = layout.CountOf(members[server]);
            layout.Write(members[server], positions.AsSpan(written, count));
            owners.AsSpan(written, count).Fill(server);
            written += count;
        }

        return RingPoints.Create(positions, owners);
    }

    /// <summary>Returns the current index of each previous member, or <see cref="Gone"/>; and the members whose points are new.</summary>
    private static (int[] Places, List<int> Added) Compare(ImmutableArray<PlacementMember> previous, ImmutableArray<PlacementMember> next)
    {
        var places = new int[previous.Length];
        var added = new List<int>();
        var old = 0;
        for (var server = 0; server < next.Length; server++)
        {
            while (old < previous.Length && string.CompareOrdinal(previous[old].Id, next[server].Id) < 0)
            {
                places[old++] = Gone;
            }

            var stays = old < previous.Length && previous[old] == next[server];
            if (!stays)
            {
                added.Add(server);
            }

            if (old < previous.Length && string.Equals(previous[old].Id, next[server].Id, StringComparison.Ordinal))
            {
                places[old++] = stays ? server : Gone;
            }
        }

        places.AsSpan(old).Fill(Gone);
        return (places, added);
    }

    private static RingPoints Merge(RingPoints kept, ReadOnlySpan<int> places, RingPoints added, int total)
    {
        // One more than the number of points: RingPoints stores the artificial point there, and the last removed point is written there.
        var positions = GC.AllocateUninitializedArray<ulong>(total + 1);
        var owners = GC.AllocateUninitializedArray<int>(total + 1);
        var (old, written) = (0, 0);
        for (var fresh = 0; fresh < added.Count; fresh++)
        {
            var (position, owner) = (added.PositionAt(fresh), added.OwnerAt(fresh));
            var end = EndBefore(position, owner, kept, places);
            written = Copy(kept, old, end, places, positions, owners, written);
            positions[written] = position;
            owners[written] = owner;
            old = end;
            written = written + 1;
        }

        Copy(kept, old, kept.Count, places, positions, owners, written);
        return RingPoints.FromSorted(positions, owners);
    }

    /// <summary>Returns the number of kept points before a new one; of equal positions, those whose owner comes first.</summary>
    private static int EndBefore(ulong position, int owner, RingPoints kept, ReadOnlySpan<int> places)
    {
        var end = kept.Search(position);
        while (end < kept.Count && kept.PositionAt(end) == position && places[kept.OwnerAt(end)] < owner)
        {
            end++;
        }

        return end;
    }

    /// <summary>
    /// Copies kept points. A removed point is written too, and overwritten by the next one, which is cheaper than a branch.
    /// </summary>
    private static int Copy(
        RingPoints kept, int start, int end, ReadOnlySpan<int> places, ulong[] positions, int[] owners, int written)
    {
        var keptPositions = kept.Positions[start..end];
        var keptOwners = kept.Owners[start..end];
        for (var i = 0; i < keptPositions.Length; i++)
        {
            var place = places[keptOwners[i]];
            positions[written] = keptPositions[i];
            owners[written] = place;
            written += place == Gone ? 0 : 1;
        }

        return written;
    }
}
