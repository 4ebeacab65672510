using System.Collections.Immutable;
using LoadBalancer.Core.Hashing.Ketama;

namespace LoadBalancer.Core.Hashing.Ring;

/// <summary>
/// Consistent hashing with virtual nodes (Karger et al., "Consistent Hashing and Random Trees", STOC 1997). The owner of a hash is the
/// owner of the first point at or after it, wrapping around. Points at one position belong to the server whose id is first in ordinal
/// order. The layout determines the positions of points: <see cref="RingLayout"/> v1, or nginx's <see cref="KetamaLayout"/>. Immutable,
/// thread-safe.
/// </summary>
public sealed class HashRing : IPlacement
{
    private readonly PointLayout _layout;
    private readonly RingPoints _points;

    private HashRing(PointLayout layout, ImmutableArray<PlacementMember> members, RingPoints points)
    {
        _layout = layout;
        _points = points;
        Members = members;
    }

    /// <inheritdoc />
    public PlacementAlgorithm Algorithm => _layout.Algorithm;

    /// <inheritdoc />
    public ImmutableArray<PlacementMember> Members { get; }

    /// <inheritdoc />
    public int PointCount => _points.Count;

    /// <summary>Builds the ring in <see cref="RingLayout"/> from scratch. O(points) expected.</summary>
    /// <param name="members">The servers in any order. Without servers the ring is empty and owns nothing.</param>
    /// <exception cref="ArgumentException">An id is empty or occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A weight is not 1 to 1,000, or there are more points than <see cref="RingLayout.MaxPoints"/>.
    /// </exception>
    public static HashRing Build(IEnumerable<PlacementMember> members) => Build(RingLayout.Points, members);

    /// <summary>Builds the ring in nginx's <see cref="KetamaLayout"/> from scratch. O(points) expected.</summary>
    /// <param name="members">The servers in any order, with nginx's names. Without servers the ring is empty and owns nothing.</param>
    /// <exception cref="ArgumentException">An id is empty or occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A weight is not 1 to 1,000, or there are more points than <see cref="RingLayout.MaxPoints"/>.
    /// </exception>
    public static HashRing BuildKetama(IEnumerable<PlacementMember> members) => Build(KetamaLayout.Points, members);

    /// <inheritdoc cref="IPlacement.Rebuild" />
    /// <remarks>One merge over the ordered points: only servers that joined or changed are hashed. O(points).</remarks>
    public HashRing Rebuild(IEnumerable<PlacementMember> members)
    {
        var ordered = PlacementMembers.Order(members);
        return new(_layout, ordered, RingPatch.Apply(Members, _points, ordered, _layout));
    }

    IPlacement IPlacement.Rebuild(IEnumerable<PlacementMember> members) => Rebuild(members);

    /// <inheritdoc />
    public int Owner(ulong hash) => _points.OwnerAt(_points.Search(hash));

    /// <inheritdoc />
    public bool Advance(ref CandidateWalk walk) => _points.Advance(ref walk, Members.Length);

    /// <summary>Returns every point with its owner, in order of position.</summary>
    public IEnumerable<RingPoint> Points() => _points.All();

    private static HashRing Build(PointLayout layout, IEnumerable<PlacementMember> members)
    {
        var ordered = PlacementMembers.Order(members);
        return new(layout, ordered, RingPatch.Build(ordered, layout));
    }
}
