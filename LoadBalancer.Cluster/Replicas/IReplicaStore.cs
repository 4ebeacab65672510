namespace LoadBalancer.Cluster.Replicas;

/// <summary>
/// The number of servers that an orchestrator keeps running, and the orchestrator's report. An orchestrator is a process that starts and
/// stops servers, such as the AppHost. Thread-safe; throws the store's exceptions while the store is unreachable.
/// </summary>
public interface IReplicaStore
{
    /// <summary>The smallest wanted number of servers, 1.</summary>
    const int Fewest = 1;

    /// <summary>The largest wanted number of servers, 1,000. An orchestrator may be able to keep fewer.</summary>
    const int Most = 1_000;

    /// <summary>Reads the wanted number, and the orchestrator that follows it.</summary>
    Task<ReplicaStatus> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Sets the wanted number of servers. The event is written together with it, unless the number stays the same.</summary>
    /// <param name="count"><see cref="Fewest"/> to <see cref="Most"/>.</param>
    /// <param name="by">The author of the change.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of range.</exception>
    Task SetWantedAsync(int count, string by, CancellationToken cancellationToken);

    /// <summary>
    /// Stores an orchestrator's report, which expires after <see cref="OrchestratorReport.Lifetime"/>, unless a report of another
    /// orchestrator is still valid: two would start and stop each other's servers.
    /// </summary>
    /// <param name="report">The report.</param>
    /// <param name="wanted">
    /// <see cref="Fewest"/> to <see cref="Most"/>: sets the wanted number in the same write, with the event; <see langword="null"/>
    /// leaves it as it is.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The report that is valid from now on: this one, or another orchestrator's, in which case nothing was written.</returns>
    /// <exception cref="ArgumentException">
    /// The report or the number contains a value that is not allowed, see <see cref="ReplicaRules"/>.
    /// </exception>
    Task<OrchestratorReport> ReportAsync(OrchestratorReport report, int? wanted, CancellationToken cancellationToken);
}
