namespace LoadBalancer.Core.Hashing.Ring;

/// <summary>The number of a member's points and their positions: what distinguishes the algorithms that place keys on a ring.</summary>
internal sealed class PointLayout(PlacementAlgorithm algorithm, Func<int, int> pointsFor, PointLayout.Writer write)
{
    /// <summary>Writes a member's first points.</summary>
    public delegate void Writer(PlacementMember member, Span<ulong> positions);

    /// <summary>The algorithm of this layout.</summary>
    public PlacementAlgorithm Algorithm => algorithm;

    /// <summary>Returns the number of a member's points.</summary>
    public int CountOf(PlacementMember member) => pointsFor(member.Weight);

    /// <summary>Writes a member's first points.</summary>
    public void Write(PlacementMember member, Span<ulong> positions) => write(member, positions);
}
