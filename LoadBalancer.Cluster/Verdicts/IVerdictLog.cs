using LoadBalancer.Cluster.Events;

namespace LoadBalancer.Cluster.Verdicts;

/// <summary>
/// Which servers the cluster has said to be unhealthy. It changes together with the events that tell of it, on the condition
/// that it is what was read: of any number of gateways that see a change, one writes it. Thread-safe.
/// </summary>
public interface IVerdictLog
{
    /// <summary>What has been published last; nobody where nothing was, or where this build cannot read it.</summary>
    Task<PublishedVerdicts> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Publishes verdicts and appends the events, or does neither.</summary>
    /// <param name="read">What was read.</param>
    /// <param name="unhealthy">The servers that are unhealthy from now on, as <see cref="Gateways.Incarnation.NameOf"/> names them.</param>
    /// <param name="events">What to append to the event log; may be empty.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see langword="false"/> when it was no longer what was read.</returns>
    Task<bool> TryPublishAsync(
        PublishedVerdicts read,
        IReadOnlyCollection<string> unhealthy,
        IReadOnlyList<ClusterEvent> events,
        CancellationToken cancellationToken);
}
