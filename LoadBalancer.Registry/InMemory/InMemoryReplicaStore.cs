using LoadBalancer.Registry.Replicas;

namespace LoadBalancer.Registry.InMemory;

/// <summary>The wanted number of servers within one process, for tests. Thread-safe.</summary>
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
            if (_wanted != count)
            {
                events.Append([ReplicaCount.Changed(_wanted, count, by, timeProvider.GetUtcNow())]);
                _wanted = count;
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task ReportAsync(OrchestratorReport report, CancellationToken cancellationToken)
    {
        ReplicaCount.Check(report);
        lock (_lock)
        {
            (_orchestrator, _expires) = (report, timeProvider.GetUtcNow() + OrchestratorReport.Lifetime);
        }

        return Task.CompletedTask;
    }
}
