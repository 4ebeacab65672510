using System.Collections.Immutable;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Checks;

/// <summary>
/// The last check of each server, by any gateway. Checks are kept by the minute in which they were written, so that those of servers that
/// have left expire. Thread-safe; throws the store's exceptions while the store is unreachable.
/// </summary>
public interface ICheckStore
{
    /// <summary>How long a check is kept after the last write in its minute.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(3);

    /// <summary>Writes the last checks of servers; of several checks of one process, the last one written stays. O(checks).</summary>
    /// <param name="now">The store's time.</param>
    /// <param name="checks">The checks, at most one for each process.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task WriteAsync(DateTimeOffset now, IReadOnlyCollection<ServerCheck> checks, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the last check of each of these processes that was written in this minute or the one before. Records that this build cannot
    /// read are omitted. O(processes).
    /// </summary>
    /// <param name="now">The store's time.</param>
    /// <param name="processes">The processes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ImmutableDictionary<ServerProcess, ServerCheck>> ReadAsync(
        DateTimeOffset now, IReadOnlyCollection<ServerProcess> processes, CancellationToken cancellationToken);
}
