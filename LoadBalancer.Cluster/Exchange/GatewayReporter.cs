using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Core.Names;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Cluster.Exchange;

/// <summary>
/// Creates the reports of this gateway: its requests in flight, the health that it observes, and its status. Not thread-safe.
/// </summary>
internal sealed class GatewayReporter(ClusterLoad load, HealthMonitor health, GatewayStatusReader status, GatewayIdentity identity)
{
    private long _sequence;

    /// <summary>The gateway's name.</summary>
    public GatewayId Id => identity.Id;

    /// <summary>The process that reports.</summary>
    public GatewayProcess Process => identity.Process;

    /// <summary>Creates the next report.</summary>
    /// <param name="fault">The latest fault of a background loop, if any.</param>
    public GatewayReport Next(BackgroundFault? fault)
    {
        var (up, down) = health.Vote();
        return new(Process, ++_sequence, load.ReadHere(), up, down)
        {
            Status = status.Read(health.Failures(), fault),
        };
    }
}
