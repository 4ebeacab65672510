using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Membership;

/// <summary>
/// What a process knows of servers by other means than their leases: a gateway that probes them keeps those that
/// prove who answers from being removed. Thread-safe.
/// </summary>
public interface ILivenessEvidence
{
    /// <summary>
    /// Whether the very process that the record names was seen alive of late: that something answers at its URL is not enough.
    /// <see langword="false"/> means only that nothing is known. Must return at once and not throw.
    /// </summary>
    bool IsAlive(Server server);
}
