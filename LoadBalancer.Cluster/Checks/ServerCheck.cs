using LoadBalancer.Cluster.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Cluster.Checks;

/// <summary>A check of a server by a gateway: what was asked, and what the result was. Immutable.</summary>
/// <param name="Process">The process that was checked.</param>
/// <param name="At">When the check ended, by the store's clock, in whole milliseconds.</param>
/// <param name="Gateway">The gateway that checked.</param>
/// <param name="Probe">What was asked and received; the duration is in whole microseconds.</param>
/// <param name="Cause">
/// The name of the cause if the check failed, see <see cref="Core.Failures.FailureCauses"/>, or one that a later build writes;
/// <see langword="null"/> if it passed.
/// </param>
/// <param name="Detail">Details of the failure in words; <see langword="null"/> if there are none.</param>
public sealed record ServerCheck(
    ServerProcess Process, DateTimeOffset At, GatewayId Gateway, ProbeDetails Probe, string? Cause = null, string? Detail = null)
{
    /// <summary>Whether the check passed.</summary>
    public bool Passed => Cause is null;
}
