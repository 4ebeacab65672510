using LoadBalancer.Cluster.Health;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.Clusters.Servers;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Gateways;

/// <summary>Probes simulated servers over the simulated network.</summary>
/// <param name="find">Returns the server with an id.</param>
/// <param name="network">The one-way delay of a message.</param>
/// <param name="timeout">The time to wait for a response.</param>
/// <param name="time">The virtual time.</param>
/// <param name="random">The random numbers for the delays.</param>
internal sealed class SimulatedProbe(
    Func<ServerId, SimulatedServer?> find, Distribution network, TimeSpan timeout, VirtualTime time, RandomStream random) : IServerProbe
{
    public async Task<ProbeResult> ProbeAsync(Server server, CancellationToken cancellationToken)
    {
        await time.DelayAsync(network.Draw(random), cancellationToken);
        var (passes, atOnce) = find(server.Id)?.Probe(server.Instance!) ?? (false, true);
        await time.DelayAsync(atOnce ? network.Draw(random) : timeout, cancellationToken);
        return passes ? new(HealthReason.Healthy, IsProven: true) : new(
            HealthReason.ProbesFail, atOnce ? FailureCause.ConnectionRefused : FailureCause.HttpResponseTimeout);
    }
}
