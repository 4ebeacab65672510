using System.Numerics;

namespace LoadBalancer.Core.Hashing.Ring;

/// <summary>
/// Points on the 64-bit circle in order of position, then of owner, with an index over the top bits of the position: each bucket of the
/// circle refers to its first point, so a search examines one bucket and about one point. Immutable, thread-safe.
/// </summary>
/// <remarks>
/// The same buckets sort the points while the ring is built: hashes are uniform, so distributing them over more buckets than there are
/// points leaves almost nothing to compare. Building is O(n) expected, a search O(1) expected. A last, artificial point at 2⁶⁴ − 1 that
/// belongs to the first point's owner closes the circle, so that a search needs neither a bounds check nor a wrap; without any points it
/// has no owner (−1).
/// </remarks>
internal sealed class RingPoints
{
    private const int MinBucketBits = 1;
    private const int MaxBucketBits = 26;

    private readonly ulong[] _positions;
    private readonly int[] _owners;
    private readonly int[] _buckets;
    private readonly int _shift;

    private RingPoints(ulong[] positions, int[] owners, int[] buckets, int shift)
    {
        positions[^1] = ulong.MaxValue;
        owners[^1] = positions.Length == 1 ? -1 : owners[0];
        _positions = positions;
        _owners = owners;
        _buckets = buckets;
        _shift = shift;
        Count = positions.Length - 1;
    }

    /// <summary>The number of points, excluding the artificial one.</summary>
    public int Count { get; }

    /// <summary>The positions in order, excluding the artificial point.</summary>
    public ReadOnlySpan<ulong> Positions => _positions.AsSpan(0, Count);

    /// <summary>The owners of the positions.</summary>
    public ReadOnlySpan<int> Owners => _owners.AsSpan(0, Count);

    /// <summary>Creates an instance from points in any order.</summary>
    public static RingPoints Create(ReadOnlySpan<ulong> positions, ReadOnlySpan<int> owners)
    {
        var shift = ShiftFor(positions.Length);
        var buckets = Index(positions, shift);
        var sortedPositions = new ulong[positions.Length + 1];
        var sortedOwners = new int[positions.Length + 1];
        Distribute(positions, owners, buckets, shift, sortedPositions, sortedOwners);
        return new(sortedPositions, sortedOwners, buckets, shift);
    }

    /// <summary>Takes ownership of ordered points; the last element of both arrays is reserved for the artificial point.</summary>
    public static RingPoints FromSorted(ulong[] positions, int[] owners)
    {
        var shift = ShiftFor(positions.Length - 1);
        return new(positions, owners, Index(positions.AsSpan(..^1), shift), shift);
    }

    /// <summary>
    /// Returns the first point at or after a hash, wrapping around at the end; <see cref="Count"/> means the first point.
    /// </summary>
    public int Search(ulong hash)
    {
        var positions = _positions;
        var point = _buckets[(int)(hash >> _shift)];
        // Most nonempty buckets hold one point, equally often on either side of the hash: a branchless step avoids the misprediction.
        point += positions[point] < hash ? 1 : 0;
        while (positions[point] < hash)
        {
            point++;
        }

        return point;
    }

    /// <summary>Returns the next point on the circle. The artificial last point stands for the first, so the second follows it.</summary>
    public int After(int point) => point == Count ? Math.Min(1, Count - 1) : point + 1;

    /// <summary>Returns the owner of a point, 0 to <see cref="Count"/> inclusive; −1 on an empty ring.</summary>
    public int OwnerAt(int point) => _owners[point];

    /// <summary>Returns the position of a point, 0 to <see cref="Count"/> exclusive.</summary>
    public ulong PositionAt(int point) => _positions[point];

    /// <summary>Moves a walk over the owners of the points to the next one that was not visited, given the number of servers.</summary>
    public bool Advance(ref CandidateWalk walk, int servers)
    {
        if (walk.Count == servers)
        {
            return false;
        }

        var point = walk.Position < 0 ? Search(walk.Hash) : After(walk.Position);
        while (!walk.TryVisit(OwnerAt(point)))
        {
            point = After(point);
        }

        walk.Position = point;
        return true;
    }

    /// <summary>Returns every point with its owner, in order of position.</summary>
    public IEnumerable<RingPoint> All()
    {
        for (var point = 0; point < Count; point++)
        {
            yield return new(PositionAt(point), OwnerAt(point));
        }
    }

    private static int ShiftFor(int count) =>
        64 - Math.Clamp(BitOperations.Log2((uint)Math.Max(1, count)) + 1, MinBucketBits, MaxBucketBits);

    /// <summary>Returns the number of points before each bucket, which is the index of its first point.</summary>
    private static int[] Index(ReadOnlySpan<ulong> positions, int shift)
    {
        var starts = new int[(1 << (64 - shift)) + 1];
        foreach (var position in positions)
        {
            starts[(int)(position >> shift) + 1]++;
        }

        var start = 0;
        for (var bucket = 0; bucket < starts.Length; bucket++)
        {
            start += starts[bucket];
            starts[bucket] = start;
        }

        return starts;
    }

    private static void Distribute(
        ReadOnlySpan<ulong> positions,
        ReadOnlySpan<int> owners,
        ReadOnlySpan<int> starts,
        int shift,
        ulong[] sortedPositions,
        int[] sortedOwners)
    {
        var next = starts[..^1].ToArray();
        for (var i = 0; i < positions.Length; i++)
        {
            var bucket = (int)(positions[i] >> shift);
            InsertIntoBucket(sortedPositions, sortedOwners, starts[bucket], next[bucket]++, positions[i], owners[i]);
        }
    }

    private static void InsertIntoBucket(ulong[] positions, int[] owners, int first, int end, ulong position, int owner)
    {
        var place = end;
        while (place > first
               && (positions[place - 1] > position || (positions[place - 1] == position && owners[place - 1] > owner)))
        {
            positions[place] = positions[place - 1];
            owners[place] = owners[place - 1];
            place--;
        }

        positions[place] = position;
        owners[place] = owner;
    }
}
