using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Cluster.Verdicts;
using LoadBalancer.Core.Names;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Cluster.Exchange;

/// <summary>
/// Applies the reports of the other gateways: their load, the health that they observe, and their names. Not thread-safe.
/// </summary>
internal sealed partial class ReportReceiver(
    ClusterLoad load, HealthMonitor health, VerdictPublisher verdicts, GatewayIdentity identity, TimeProvider timeProvider,
    ILogger<ReportReceiver> logger)
{
    private readonly NamesakeWatch _namesakes = new(identity.Id, identity.Process);

    /// <summary>Applies the result of an exchange.</summary>
    public Task TakeAsync(OtherGateways others, CancellationToken cancellationToken)
    {
        Take(others);
        if (_namesakes.HasBegun(others.Gateways, timeProvider.GetUtcNow()))
        {
            LogNamesake(identity.Id);
        }

        return verdicts.HearAsync(others, cancellationToken);
    }

    /// <summary>Discards the reports of the others, which have expired.</summary>
    public void Forget() => Take(OtherGateways.None);

    private void Take(OtherGateways others)
    {
        load.SetElsewhere(others.InFlight);
        health.Hear(identity.Process, others);
    }

    [LoggerMessage(3103, LogLevel.Warning,
        "Another gateway also reports as '{Id}': give each gateway its own Gateway:Id. Until then the loss of one of them " +
        "goes unnoticed. The default is the machine name.")]
    private partial void LogNamesake(GatewayId id);
}
