using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Membership;

/// <summary>
/// Evidence that servers are alive, apart from their leases: a gateway that probes servers prevents the removal of those that prove their
/// identity. Thread-safe.
/// </summary>
public interface ILivenessEvidence
{
    /// <summary>
    /// Whether the process in the record was recently seen alive; a response at its URL alone is not sufficient. <see langword="false"/>
    /// means only that there is no evidence. Must return at once and not throw.
    /// </summary>
    bool IsAlive(Server server);
}
