using System.Collections.Immutable;
using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.InMemory;

/// <summary>An in-memory health history within one process, for tests. Thread-safe.</summary>
public sealed class InMemoryHealthLog : IHealthLog
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ServerId, List<HealthChange>> _servers = [];

    /// <inheritdoc />
    public Task AppendAsync(IReadOnlyCollection<HealthChange> changes, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var change in changes)
            {
                var kept = Of(change.Process.Server);
                kept.Insert(0, change);
                kept.RemoveRange(Math.Min(kept.Count, IHealthLog.Capacity), Math.Max(0, kept.Count - IHealthLog.Capacity));
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<ImmutableArray<HealthChange>> ReadAsync(ServerId server, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(HealthChanges.LatestFirst(Of(server)));
        }
    }

    private List<HealthChange> Of(ServerId server) =>
        _servers.TryGetValue(server, out var changes) ? changes : _servers[server] = [];
}
