using System.Collections.Immutable;
using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Cluster.Telemetry;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Observed;

/// <summary>Decorates the health history with telemetry.</summary>
internal sealed class ObservedHealthLog(IHealthLog inner, StoreOperations operations) : IHealthLog
{
    public Task AppendAsync(IReadOnlyCollection<HealthChange> changes, CancellationToken cancellationToken) =>
        operations.RunAsync("health.append", () => inner.AppendAsync(changes, cancellationToken));

    public Task<ImmutableArray<HealthChange>> ReadAsync(ServerId server, CancellationToken cancellationToken) =>
        operations.RunAsync("health.read", () => inner.ReadAsync(server, cancellationToken));
}
