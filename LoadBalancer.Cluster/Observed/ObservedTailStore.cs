using System.Collections.Immutable;
using LoadBalancer.Cluster.Tail;
using LoadBalancer.Cluster.Telemetry;

namespace LoadBalancer.Cluster.Observed;

/// <summary>Decorates the tail with telemetry.</summary>
internal sealed class ObservedTailStore(ITailStore inner, StoreOperations operations) : ITailStore
{
    public Task WantAsync(string viewer, IReadOnlyCollection<TailFilter> filters, CancellationToken cancellationToken) =>
        operations.RunAsync("tail.want", () => inner.WantAsync(viewer, filters, cancellationToken));

    public Task<ImmutableArray<TailFilter>> ReadWantedAsync(CancellationToken cancellationToken) =>
        operations.RunAsync("tail.read_wanted", () => inner.ReadWantedAsync(cancellationToken));

    public Task PublishAsync(TailBatch batch, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken) =>
        operations.RunAsync("tail.publish", () => inner.PublishAsync(batch, lines, cancellationToken));

    public Task<IAsyncDisposable> SubscribeAsync(Action<TailBatch> onBatch, CancellationToken cancellationToken) =>
        operations.RunAsync("tail.subscribe", () => inner.SubscribeAsync(onBatch, cancellationToken));
}
