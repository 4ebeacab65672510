using LoadBalancer.Core.Health;

namespace LoadBalancer.Cluster.Health;

/// <summary>The result of a probe.</summary>
/// <param name="Reason">Why it failed, or <see cref="HealthReason.Healthy"/>.</param>
/// <param name="IsProven">Whether the response shows that it comes from the very process that the membership records.</param>
internal readonly record struct ProbeResult(HealthReason Reason, bool IsProven = false)
{
    public bool Passed => Reason == HealthReason.Healthy;
}
