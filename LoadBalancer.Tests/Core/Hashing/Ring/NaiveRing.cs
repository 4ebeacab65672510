using System.Globalization;
using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Tests.Core.Hashing.Ring;

/// <summary>
/// The oracle: docs/adr/0002 implemented literally, without an index or sorted points. For each hash it looks at every point of every
/// server.
/// </summary>
internal sealed class NaiveRing(IEnumerable<PlacementMember> members)
{
    private readonly List<(ulong Position, string Id)> _points =
    [
        .. members.SelectMany(member => Enumerable
            .Range(0, 5 * member.Weight)
            .Select(i => (KeyHash.Of(string.Create(CultureInfo.InvariantCulture, $"{member.Id}#{i}")), member.Id))),
    ];

    /// <summary>Returns the owner of a hash. The clockwise distance from the hash to a point is their difference modulo 2⁶⁴.</summary>
    public string? Owner(ulong hash) =>
        _points.Count == 0
            ? null
            : _points.MinBy(point => (unchecked(point.Position - hash), point.Id), Comparer<(ulong, string)>.Create(
                (left, right) => left.Item1 != right.Item1
                    ? left.Item1.CompareTo(right.Item1)
                    : string.CompareOrdinal(left.Item2, right.Item2))).Id;

    public string[] Candidates(ulong hash) =>
    [
        .. _points
            .GroupBy(point => point.Id, StringComparer.Ordinal)
            .OrderBy(points => points.Min(point => unchecked(point.Position - hash)))
            .ThenBy(points => points.Key, StringComparer.Ordinal)
            .Select(points => points.Key),
    ];
}
