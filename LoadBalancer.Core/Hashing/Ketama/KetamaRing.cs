using System.Collections.Immutable;
using LoadBalancer.Core.Hashing.Ring;

namespace LoadBalancer.Core.Hashing.Ketama;

/// <summary>
/// The placement of nginx's <c>hash … consistent</c>: its points (<see cref="KetamaLayout"/>), its key hash
/// (<see cref="KeyHash"/>), its owner for every key. Immutable, thread-safe.
/// </summary>
/// <remarks>
/// <para>nginx's weight of 1 is our 100: both make 160 points, so nginx's weights 1 to 10 are our 100 to 1,000. Weights
/// between are ours alone: they take that much of nginx's chain. nginx's weights above 10 have no equal here, because
/// points are bounded (<see cref="RingLayout.MaxPoints"/>; nginx#191).</para>
/// <para>Two servers with a point at one of the 2³² positions share it in nginx by the order of its list (a stable sort
/// keeps the first, then drops the others); here the first id in ordinal order owns it, so list nginx's servers in
/// order of our ids to agree on those too. An empty key, which nginx spreads by round robin, is a key like any other.</para>
/// <para>Two members of one name share all points, and the first id owns them. Past the owner the candidates are the
/// distinct servers in nginx's order of points.</para>
/// </remarks>
public sealed class KetamaRing : IPlacement
{
    private static readonly PointLayout Layout =
        new(KetamaLayout.PointsFor, static (member, positions) => KetamaLayout.WritePoints(member.Name ?? member.Id, positions));

    private readonly RingPoints _points;

    private KetamaRing(ImmutableArray<PlacementMember> members, RingPoints points) => (Members, _points) = (members, points);

    /// <inheritdoc />
    public PlacementAlgorithm Algorithm => PlacementAlgorithm.Ketama;

    /// <inheritdoc />
    public ImmutableArray<PlacementMember> Members { get; }

    /// <inheritdoc />
    public int PointCount => _points.Count;

    /// <summary>Builds the ring from nothing. O(points) expected.</summary>
    /// <param name="members">The servers in any order, named as nginx names them. None makes an empty ring, which owns nothing.</param>
    /// <exception cref="ArgumentException">An id is empty or occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not 1 to 1,000, or the points are more than <see cref="RingLayout.MaxPoints"/>.</exception>
    public static KetamaRing Build(IEnumerable<PlacementMember> members)
    {
        var ordered = PlacementMembers.Order(members);
        return new(ordered, RingPatch.Build(ordered, Layout));
    }

    /// <inheritdoc />
    public IPlacement Rebuild(IEnumerable<PlacementMember> members)
    {
        var ordered = PlacementMembers.Order(members);
        return new KetamaRing(ordered, RingPatch.Apply(Members, _points, ordered, Layout));
    }

    /// <inheritdoc />
    public int Owner(ulong hash) => _points.OwnerAt(_points.Search(hash));

    /// <inheritdoc />
    public bool Advance(ref CandidateWalk walk) => _points.Advance(ref walk, Members.Length);

    /// <summary>Every point with its owner, in order of position.</summary>
    public IEnumerable<RingPoint> Points() => _points.All();
}
