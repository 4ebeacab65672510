using System.Globalization;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Verdicts;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.InMemory;

/// <summary>An in-memory verdict log within one process, for tests. Thread-safe.</summary>
/// <param name="log">The log that events are written to.</param>
public sealed class InMemoryVerdictLog(InMemoryEventLog log) : IVerdictLog
{
    private readonly Lock _lock = new();
    private PublishedVerdicts _published = PublishedVerdicts.None;
    private long _version;

    /// <inheritdoc />
    public Task<PublishedVerdicts> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_published);
        }
    }

    /// <inheritdoc />
    public Task<bool> TryPublishAsync(
        PublishedVerdicts read,
        IReadOnlyCollection<ServerProcess> unhealthy,
        IReadOnlyList<ClusterEvent> events,
        CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!string.Equals(read.Stamp, _published.Stamp, StringComparison.Ordinal))
            {
                return Task.FromResult(false);
            }

            _published = new([.. unhealthy], (++_version).ToString(CultureInfo.InvariantCulture));
            log.Append(events);
            return Task.FromResult(true);
        }
    }
}
