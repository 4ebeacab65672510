namespace LoadBalancer.Dashboard.State;

/// <summary>The digest of a gateway differs from that of the membership.</summary>
/// <param name="Since">Since when.</param>
/// <param name="IsLasting">Whether this lasts longer than a change takes to spread.</param>
internal readonly record struct Divergence(DateTimeOffset Since, bool IsLasting);
