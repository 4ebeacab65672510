namespace LoadBalancer.Core.Hashing.Ring;

/// <summary>How many points a member has, and where they lie.</summary>
internal sealed class PointLayout(Func<int, int> pointsFor, PointLayout.Writer write)
{
    /// <summary>Writes a member's first points.</summary>
    public delegate void Writer(PlacementMember member, Span<ulong> positions);

    /// <summary>The number of a member's points.</summary>
    public int CountOf(PlacementMember member) => pointsFor(member.Weight);

    /// <summary>Writes a member's first points.</summary>
    public void Write(PlacementMember member, Span<ulong> positions) => write(member, positions);
}
