namespace LoadBalancer.Core.Hashing.Ring;

/// <summary>Writes a member's first points; how many is <see cref="RingLayout.PointsFor"/> its weight.</summary>
internal delegate void PointLayout(PlacementMember member, Span<ulong> positions);
