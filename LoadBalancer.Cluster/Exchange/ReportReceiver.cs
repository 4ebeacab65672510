using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Cluster.Verdicts;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Cluster.Exchange;

/// <summary>
/// Applies the reports of the other gateways: their load, the health that they observe, and their names. Not thread-safe.
/// </summary>
internal sealed class ReportReceiver(
    ClusterLoad load, HealthMonitor health, VerdictPublisher verdicts, PeerWatch peers, GatewayIdentity identity)
{
    /// <summary>Applies the result of an exchange.</summary>
    public async Task TakeAsync(OtherGateways others, CancellationToken cancellationToken)
    {
        Take(others);
        await verdicts.HearAsync(others, cancellationToken);
        await peers.HearAsync(others.Gateways, cancellationToken);
    }

    /// <summary>Discards the reports of the others, which have expired.</summary>
    public void Forget() => Take(OtherGateways.None);

    private void Take(OtherGateways others)
    {
        load.SetElsewhere(others.InFlight);
        health.Hear(identity.Process, others);
    }
}
