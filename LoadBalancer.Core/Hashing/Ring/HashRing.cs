using System.Collections.Immutable;

namespace LoadBalancer.Core.Hashing.Ring;

/// <summary>
/// Consistent hashing with virtual nodes (Karger et al., "Consistent Hashing and Random Trees", STOC 1997) in
/// <see cref="RingLayout"/> v1. The owner of a hash is the owner of the first point at or after it, going round.
/// Points at one position belong to the server whose id is first in ordinal order. Immutable, thread-safe.
/// </summary>
public sealed class HashRing : IPlacement
{
    private readonly RingPoints _points;

    private HashRing(ImmutableArray<PlacementMember> members, RingPoints points) => (Members, _points) = (members, points);

    /// <inheritdoc />
    public PlacementAlgorithm Algorithm => PlacementAlgorithm.Ring;

    /// <inheritdoc />
    public ImmutableArray<PlacementMember> Members { get; }

    /// <inheritdoc />
    public int PointCount => _points.Count;

    /// <summary>Builds the ring. O(points) expected.</summary>
    /// <param name="members">The servers in any order; ids must differ. None makes an empty ring, which owns nothing.</param>
    public static HashRing Build(IEnumerable<PlacementMember> members)
    {
        var ordered = members.OrderBy(member => member.Id, StringComparer.Ordinal).ToImmutableArray();
        var total = ordered.Sum(member => RingLayout.PointsFor(member.Weight));
        var positions = new ulong[total];
        var owners = new int[total];
        var written = 0;
        for (var server = 0; server < ordered.Length; server++)
        {
            var count = RingLayout.PointsFor(ordered[server].Weight);
            RingLayout.WritePoints(ordered[server].Id, positions.AsSpan(written, count));
            owners.AsSpan(written, count).Fill(server);
            written += count;
        }

        return new(ordered, RingPoints.Create(positions, owners));
    }

    /// <inheritdoc />
    public int Owner(ulong hash) => _points.OwnerAt(_points.Search(hash));

    /// <inheritdoc />
    public bool Advance(ref CandidateWalk walk)
    {
        if (walk.Count == Members.Length)
        {
            return false;
        }

        var point = walk.Position < 0 ? _points.Search(walk.Hash) : _points.After(walk.Position);
        while (!walk.TryVisit(_points.OwnerAt(point)))
        {
            point = _points.After(point);
        }

        walk.Position = point;
        return true;
    }

    /// <summary>Every point with its owner, in order of position.</summary>
    public IEnumerable<RingPoint> Points()
    {
        for (var point = 0; point < _points.Count; point++)
        {
            yield return new(_points.PositionAt(point), _points.OwnerAt(point));
        }
    }
}
