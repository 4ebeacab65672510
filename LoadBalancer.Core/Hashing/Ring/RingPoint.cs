namespace LoadBalancer.Core.Hashing.Ring;

/// <summary>A point on the circle.</summary>
/// <param name="Position">The position on the circle.</param>
/// <param name="Owner">The server's index in <see cref="IPlacement.Members"/>.</param>
public readonly record struct RingPoint(ulong Position, int Owner);
