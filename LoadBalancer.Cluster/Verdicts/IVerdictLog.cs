using LoadBalancer.Cluster.Events;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Verdicts;

/// <summary>
/// The servers that were published as unhealthy. Changed together with the corresponding events, on the condition that it is unchanged
/// since it was read: of any number of gateways that detect a change, one writes it. Thread-safe.
/// </summary>
public interface IVerdictLog
{
    /// <summary>Reads the verdicts that were published last; none if nothing was published, or if this build cannot read it.</summary>
    Task<PublishedVerdicts> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Publishes verdicts and appends the events, or does neither.</summary>
    /// <param name="read">The verdicts that were read.</param>
    /// <param name="unhealthy">The servers that are unhealthy from now on.</param>
    /// <param name="events">The events to append to the event log; may be empty.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see langword="false"/> if the verdicts have changed since they were read.</returns>
    Task<bool> TryPublishAsync(
        PublishedVerdicts read,
        IReadOnlyCollection<ServerProcess> unhealthy,
        IReadOnlyList<ClusterEvent> events,
        CancellationToken cancellationToken);
}
