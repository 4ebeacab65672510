using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Cluster.Telemetry;

namespace LoadBalancer.Cluster.Observed;

/// <summary>Decorates the replica store with telemetry.</summary>
internal sealed class ObservedReplicaStore(IReplicaStore inner, StoreOperations operations) : IReplicaStore
{
    public Task<ReplicaStatus> ReadAsync(CancellationToken cancellationToken) =>
        operations.RunAsync("replicas.read", () => inner.ReadAsync(cancellationToken));

    public Task SetWantedAsync(int count, string by, CancellationToken cancellationToken) =>
        operations.RunAsync("replicas.set", () => inner.SetWantedAsync(count, by, cancellationToken));

    public Task<OrchestratorReport> ReportAsync(OrchestratorReport report, int? wanted, CancellationToken cancellationToken) =>
        operations.RunAsync("replicas.report", () => inner.ReportAsync(report, wanted, cancellationToken));
}
