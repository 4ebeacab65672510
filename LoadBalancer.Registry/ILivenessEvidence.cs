using LoadBalancer.Core.Membership;

namespace LoadBalancer.Registry;

/// <summary>
/// What a process knows of servers by other means than their leases: a gateway that probes them keeps those that
/// answer from being removed. Thread-safe.
/// </summary>
public interface ILivenessEvidence
{
    /// <summary>Whether the server was seen alive of late. <see langword="false"/> means only that nothing is known. Must return at once and not throw.</summary>
    bool IsAlive(Server server);
}
