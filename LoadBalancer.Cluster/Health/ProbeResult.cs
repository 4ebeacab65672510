using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Health;

namespace LoadBalancer.Cluster.Health;

/// <summary>The result of a probe.</summary>
/// <param name="Reason">The reason for the failure, or <see cref="HealthReason.Healthy"/>.</param>
/// <param name="Failure">Why the probe failed; none if it passed.</param>
/// <param name="IsProven">Whether the response proves that it comes from the process that the membership records.</param>
/// <param name="Details">What the probe asked for and received; <see langword="null"/> from a simulated probe.</param>
internal readonly record struct ProbeResult(
    HealthReason Reason, Failure Failure = default, bool IsProven = false, ProbeDetails? Details = null)
{
    public bool Passed => Reason == HealthReason.Healthy;

    public bool IsTimeout => Failure.Cause is FailureCause.HttpResponseTimeout or FailureCause.ConnectionTimeout;
}
