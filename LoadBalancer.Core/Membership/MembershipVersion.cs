namespace LoadBalancer.Core.Membership;

/// <summary>A point in a history of memberships.</summary>
/// <param name="Epoch">The history; empty for a store that was never written.</param>
/// <param name="Version">The version within it.</param>
public readonly record struct MembershipVersion(string Epoch, long Version);
