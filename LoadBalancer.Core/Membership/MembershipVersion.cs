namespace LoadBalancer.Core.Membership;

/// <summary>A version of a membership in its epoch.</summary>
/// <param name="Epoch">The epoch; <see cref="Epoch.None"/> for a store that was never written.</param>
/// <param name="Version">The version within it.</param>
public readonly record struct MembershipVersion(Epoch Epoch, long Version);
