using System.Collections.Immutable;

namespace LoadBalancer.Core.Hashing.Ring;

/// <summary>
/// Consistent hashing with virtual nodes (Karger et al., "Consistent Hashing and Random Trees", STOC 1997) in
/// <see cref="RingLayout"/> v1. The owner of a hash is the owner of the first point at or after it, going round.
/// Points at one position belong to the server whose id is first in ordinal order. Immutable, thread-safe.
/// </summary>
public sealed class HashRing : IPlacement
{
    private static readonly PointLayout Layout =
        new(RingLayout.PointsFor, static (member, positions) => RingLayout.WritePoints(member.Id, positions));

    private readonly RingPoints _points;

    private HashRing(ImmutableArray<PlacementMember> members, RingPoints points) => (Members, _points) = (members, points);

    /// <inheritdoc />
    public PlacementAlgorithm Algorithm => PlacementAlgorithm.Ring;

    /// <inheritdoc />
    public ImmutableArray<PlacementMember> Members { get; }

    /// <inheritdoc />
    public int PointCount => _points.Count;

    /// <summary>Builds the ring from nothing. O(points) expected.</summary>
    /// <param name="members">The servers in any order. None makes an empty ring, which owns nothing.</param>
    /// <exception cref="ArgumentException">An id is empty or occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not 1 to 1,000, or the points are more than <see cref="RingLayout.MaxPoints"/>.</exception>
    public static HashRing Build(IEnumerable<PlacementMember> members)
    {
        var ordered = PlacementMembers.Order(members);
        return new(ordered, RingPatch.Build(ordered, Layout));
    }

    /// <inheritdoc cref="IPlacement.Rebuild" />
    /// <remarks>One merge over the points in order: only servers that joined or changed are hashed. O(points).</remarks>
    public HashRing Rebuild(IEnumerable<PlacementMember> members)
    {
        var ordered = PlacementMembers.Order(members);
        return new(ordered, RingPatch.Apply(Members, _points, ordered, Layout));
    }

    IPlacement IPlacement.Rebuild(IEnumerable<PlacementMember> members) => Rebuild(members);

    /// <inheritdoc />
    public int Owner(ulong hash) => _points.OwnerAt(_points.Search(hash));

    /// <inheritdoc />
    public bool Advance(ref CandidateWalk walk) => _points.Advance(ref walk, Members.Length);

    /// <summary>Every point with its owner, in order of position.</summary>
    public IEnumerable<RingPoint> Points() => _points.All();
}
