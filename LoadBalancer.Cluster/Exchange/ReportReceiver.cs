using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Cluster.Verdicts;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Cluster.Exchange;

/// <summary>Takes over what the other gateways report: their load, the health that they see, their names. One call at a time.</summary>
internal sealed partial class ReportReceiver(
    ClusterLoad load, HealthMonitor health, VerdictPublisher verdicts, GatewayIdentity identity, TimeProvider timeProvider,
    ILogger<ReportReceiver> logger)
{
    private readonly NamesakeWatch _namesakes = new(identity.Id, identity.Process);

    /// <summary>Takes over an exchange.</summary>
    public Task TakeAsync(OtherGateways others, CancellationToken cancellationToken)
    {
        Take(others);
        if (_namesakes.HasBegun(others.Gateways, timeProvider.GetUtcNow()))
        {
            LogNamesake(identity.Id);
        }

        return verdicts.HearAsync(others, cancellationToken);
    }

    /// <summary>The others have not been heard of for so long that nothing of theirs counts any more.</summary>
    public void Forget() => Take(OtherGateways.None);

    private void Take(OtherGateways others)
    {
        load.SetElsewhere(others.InFlight);
        health.Hear(identity.Process, others);
    }

    [LoggerMessage(3103, LogLevel.Warning,
        "Another gateway also reports as '{Id}': give each gateway its own Gateway:Id. Until then the loss of one of them " +
        "goes unnoticed. The default is the machine name.")]
    private partial void LogNamesake(string id);
}
