namespace LoadBalancer.Core.Membership;

/// <summary>A point in another history.</summary>
/// <param name="Epoch">The history.</param>
/// <param name="Version">The last version of it that is known.</param>
public readonly record struct MembershipOrigin(string Epoch, long Version);
