using System.Collections.Immutable;

namespace LoadBalancer.Core.Hashing.Ring;

/// <summary>
/// The points of a set of members: from nothing, or from the points of another set. A server's points depend on nobody
/// else, so one change drops that server's points and merges its new ones into the rest, which is in order already.
/// </summary>
internal static class RingPatch
{
    /// <summary>Above one new point in so many, distributing all of them is faster than merging.</summary>
    private const int FewestKeptForEachNew = 4;

    private const int Gone = -1;

    /// <summary>The points of members from nothing. O(points) expected.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The points are more than <see cref="RingLayout.MaxPoints"/>.</exception>
    public static RingPoints Build(ImmutableArray<PlacementMember> members, PointLayout layout)
    {
        var total = CountPoints(members, layout);
        return Write(members, Enumerable.Range(0, members.Length), total, layout);
    }

    /// <summary>The points of <paramref name="next"/>, made from those of <paramref name="previous"/>. O(points), no hashing of servers that stay.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The points are more than <see cref="RingLayout.MaxPoints"/>.</exception>
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
                nameof(members), total, $"The weights of the servers ask for {total} points; {RingLayout.MaxPoints} is the most.");
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

    /// <summary>Where each previous member stands now, or <see cref="Gone"/>; and the members whose points are new.</summary>
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
        // One more than there are points: RingPoints closes the circle in it, and the last point that is gone is written there.
        var positions = GC.AllocateUninitializedArray<ulong>(total + 1);
        var owners = GC.AllocateUninitializedArray<int>(total + 1);
        var (old, written) = (0, 0);
        for (var fresh = 0; fresh < added.Count; fresh++)
        {
            var (position, owner) = (added.PositionAt(fresh), added.OwnerAt(fresh));
            (old, written) = CopyBefore(position, owner, kept, old, places, positions, owners, written);
            (positions[written], owners[written]) = (position, owner);
            written++;
        }

        CopyBefore(ulong.MaxValue, int.MaxValue, kept, old, places, positions, owners, written);
        return RingPoints.FromSorted(positions, owners);
    }

    /// <summary>Copies the kept points that lie before a point. Those that are gone are overwritten by what follows.</summary>
    private static (int Old, int Written) CopyBefore(
        ulong position, int owner, RingPoints kept, int old, ReadOnlySpan<int> places, ulong[] positions, int[] owners, int written)
    {
        for (; old < kept.Count; old++)
        {
            var (keptPosition, place) = (kept.PositionAt(old), places[kept.OwnerAt(old)]);
            if (keptPosition > position || (keptPosition == position && place > owner))
            {
                break;
            }

            (positions[written], owners[written]) = (keptPosition, place);
            written += place == Gone ? 0 : 1;
        }

        return (old, written);
    }
}
