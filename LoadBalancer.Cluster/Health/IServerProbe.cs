using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Health;

/// <summary>Probes a server as its health check demands: with a request, or with a connection alone. Thread-safe.</summary>
internal interface IServerProbe
{
    /// <summary>Probes a server once.</summary>
    /// <returns>What came of it; a server that does not respond is a result as well.</returns>
    Task<ProbeResult> ProbeAsync(Server server, CancellationToken cancellationToken);
}
