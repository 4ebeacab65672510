using System.Collections.Immutable;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.HealthLog;

/// <summary>
/// The health history of each server: the latest changes of the verdicts of gateways and of the cluster. Thread-safe; throws the store's
/// exceptions while the store is unreachable.
/// </summary>
public interface IHealthLog
{
    /// <summary>The number of changes that are kept for each server; the oldest are dropped.</summary>
    const int Capacity = 50;

    /// <summary>How long the history of a server is kept after its last change.</summary>
    static readonly TimeSpan Memory = TimeSpan.FromDays(7);

    /// <summary>
    /// Appends changes, of any servers, in the order given. A change that was appended already counts once: a call whose response was lost
    /// may be repeated. O(changes).
    /// </summary>
    Task AppendAsync(IReadOnlyCollection<HealthChange> changes, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the changes of a server, the latest first, whether or not it is a member. Records that this build cannot read are omitted.
    /// O(<see cref="Capacity"/>).
    /// </summary>
    Task<ImmutableArray<HealthChange>> ReadAsync(ServerId server, CancellationToken cancellationToken);
}
