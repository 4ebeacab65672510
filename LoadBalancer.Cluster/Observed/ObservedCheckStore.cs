using System.Collections.Immutable;
using LoadBalancer.Cluster.Checks;
using LoadBalancer.Cluster.Telemetry;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Observed;

/// <summary>Decorates the check store with telemetry.</summary>
internal sealed class ObservedCheckStore(ICheckStore inner, StoreOperations operations) : ICheckStore
{
    public Task WriteAsync(DateTimeOffset now, IReadOnlyCollection<ServerCheck> checks, CancellationToken cancellationToken) =>
        operations.RunAsync("checks.write", () => inner.WriteAsync(now, checks, cancellationToken));

    public Task<ImmutableDictionary<ServerProcess, ServerCheck>> ReadAsync(
        DateTimeOffset now, IReadOnlyCollection<ServerProcess> processes, CancellationToken cancellationToken) =>
        operations.RunAsync("checks.read", () => inner.ReadAsync(now, processes, cancellationToken));
}
