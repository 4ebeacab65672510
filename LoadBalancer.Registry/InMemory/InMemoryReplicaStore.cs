using LoadBalancer.Registry.Replicas;

namespace LoadBalancer.Registry.InMemory;

/// <summary>How many servers are wanted, within one process, for tests. Thread-safe.</summary>
/// <param name="timeProvider">The clock that a launcher's report expires by.</param>
/// <param name="events">Where a change is told.</param>
public sealed class InMemoryReplicaStore(TimeProvider timeProvider, InMemoryEventLog events) : IReplicaStore
{
    private readonly Lock _lock = new();
    private int? _wanted;
    private LauncherReport? _launcher;
    private DateTimeOffset _expires;

    /// <inheritdoc />
    public Task<ReplicaStatus> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(new ReplicaStatus(_wanted, timeProvider.GetUtcNow() < _expires ? _launcher : null));
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
    public Task ReportAsync(LauncherReport report, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            (_launcher, _expires) = (report, timeProvider.GetUtcNow() + LauncherReport.Lifetime);
        }

        return Task.CompletedTask;
    }
}
