using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Health;

namespace LoadBalancer.Cluster.Health;

/// <summary>A change of a verdict on a server.</summary>
/// <param name="From">The verdict before; <see langword="null"/> if it is unknown.</param>
/// <param name="To">The verdict from now on.</param>
/// <param name="Trigger">What changed it.</param>
/// <param name="Failure">The failure that made the server unhealthy; none if it is healthy, or if the failure is unknown.</param>
/// <param name="Probe">The probe that changed it, if it was one.</param>
internal readonly record struct HealthTransition(
    HealthReason? From, HealthReason To, HealthTrigger Trigger, Failure Failure = default, ProbeDetails? Probe = null);
