using LoadBalancer.Cluster.Changes;
using LoadBalancer.Cluster.Telemetry;

namespace LoadBalancer.Cluster.Observed;

/// <summary>Decorates the change log with telemetry.</summary>
internal sealed class ObservedChangeLog(IChangeLog inner, StoreOperations operations) : IChangeLog
{
    public Task<ChangePage> ReadAsync(ChangeQuery query, int count, ChangeCursor? cursor, CancellationToken cancellationToken) =>
        operations.RunAsync("changes.read", () => inner.ReadAsync(query, count, cursor, cancellationToken));
}
