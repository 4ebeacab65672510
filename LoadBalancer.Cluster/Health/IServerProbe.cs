using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Health;

/// <summary>Probes a server according to its health check: with a request, or only with a connection. Thread-safe.</summary>
internal interface IServerProbe
{
    /// <summary>Probes a server once.</summary>
    /// <returns>The result; a server that does not respond is a result as well.</returns>
    Task<ProbeResult> ProbeAsync(Server server, CancellationToken cancellationToken);
}
