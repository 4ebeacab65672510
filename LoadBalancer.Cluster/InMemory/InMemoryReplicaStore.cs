using LoadBalancer.Cluster.Replicas;

namespace LoadBalancer.Cluster.InMemory;

/// <summary>An in-memory replica store within one process, for tests. Thread-safe.</summary>
/// <param name="timeProvider">The clock by which an orchestrator's report expires.</param>
/// <param name="events">The log that changes are written to.</param>
public sealed class InMemoryReplicaStore(TimeProvider timeProvider, InMemoryEventLog events) : IReplicaStore
{
    private readonly Lock _lock = new();
    private int? _wanted;
    private OrchestratorReport? _orchestrator;
    private DateTimeOffset _expires;

    /// <inheritdoc />
    public Task<ReplicaStatus> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(new ReplicaStatus(_wanted, timeProvider.GetUtcNow() < _expires ? _orchestrator : null));
        }
    }

    /// <inheritdoc />
    public Task SetWantedAsync(int count, string by, CancellationToken cancellationToken)
    {
        ReplicaCount.Check(count);
        lock (_lock)
        {
            SetWanted(count, by, isByPerson: true);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<OrchestratorReport> ReportAsync(OrchestratorReport report, int? wanted, CancellationToken cancellationToken)
    {
        ReplicaCount.Check(report, wanted);
        lock (_lock)
        {
            var now = timeProvider.GetUtcNow();
            if (now < _expires && _orchestrator is { } present && !present.IsBySameAs(report))
            {
                return Task.FromResult(present);
            }

            _orchestrator = report;
            _expires = now + OrchestratorReport.Lifetime;
            if (wanted is { } count)
            {
                SetWanted(count, report.Name, isByPerson: false);
            }
        }

        return Task.FromResult(report);
    }

    private void SetWanted(int count, string by, bool isByPerson)
    {
        if (_wanted != count)
        {
            events.Append([ReplicaCount.Changed(_wanted, count, by, timeProvider.GetUtcNow()) with { IsByPerson = isByPerson }]);
            _wanted = count;
        }
    }
}
