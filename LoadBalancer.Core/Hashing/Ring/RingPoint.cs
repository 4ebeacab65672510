namespace LoadBalancer.Core.Hashing.Ring;

/// <summary>A point on the circle.</summary>
/// <param name="Position">Where it lies.</param>
/// <param name="Owner">The server's place in <see cref="IPlacement.Members"/>.</param>
public readonly record struct RingPoint(ulong Position, int Owner);
