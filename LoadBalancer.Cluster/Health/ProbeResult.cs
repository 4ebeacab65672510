using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Health;

namespace LoadBalancer.Cluster.Health;

/// <summary>The result of a probe.</summary>
/// <param name="Reason">The reason for the failure, or <see cref="HealthReason.Healthy"/>.</param>
/// <param name="IsProven">Whether the response proves that it comes from the process that the membership records.</param>
/// <param name="Failure">What exactly went wrong; none if the probe passed.</param>
internal readonly record struct ProbeResult(HealthReason Reason, bool IsProven = false, Failure Failure = default)
{
    public bool Passed => Reason == HealthReason.Healthy;
}
