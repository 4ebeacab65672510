namespace LoadBalancer.Registry.Replicas;

/// <summary>
/// How many servers a launcher shall keep running, and what it says of itself. Thread-safe; throws what the store throws when
/// it is out of reach.
/// </summary>
public interface IReplicaStore
{
    /// <summary>The fewest servers that a launcher keeps.</summary>
    const int Fewest = 1;

    /// <summary>The most servers that a launcher keeps.</summary>
    const int Most = 1_000;

    /// <summary>What is wanted, and whether a launcher follows.</summary>
    Task<ReplicaStatus> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Wants another number of servers; the event is written with it, unless nothing changes.</summary>
    /// <param name="count"><see cref="Fewest"/> to <see cref="Most"/>.</param>
    /// <param name="by">Who wants it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of range.</exception>
    Task SetWantedAsync(int count, string by, CancellationToken cancellationToken);

    /// <summary>A launcher says that it is there; unless it says so again it is forgotten after <see cref="LauncherReport.Lifetime"/>.</summary>
    Task ReportAsync(LauncherReport report, CancellationToken cancellationToken);
}
