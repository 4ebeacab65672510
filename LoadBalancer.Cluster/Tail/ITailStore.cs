using System.Collections.Immutable;

namespace LoadBalancer.Cluster.Tail;

/// <summary>
/// Carries requests from the gateways to whoever looks at them; nothing of a request is stored, and nobody who looks later receives it.
/// Thread-safe; throws the store's exceptions while the store is unreachable.
/// </summary>
public interface ITailStore
{
    /// <summary>How long a wish counts.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    /// <summary>States what a dashboard wants to see for <see cref="Lifetime"/>, in place of what it wanted before.</summary>
    /// <param name="viewer">The dashboard's process.</param>
    /// <param name="filters">The filters, at most <see cref="TailFilter.Most"/>; none if nobody looks any more.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task WantAsync(string viewer, IReadOnlyCollection<TailFilter> filters, CancellationToken cancellationToken);

    /// <summary>
    /// Reads what all dashboards want to see: each filter once, at most <see cref="TailFilter.Most"/>, in the same order for all readers.
    /// Wishes that this build cannot read are omitted.
    /// </summary>
    Task<ImmutableArray<TailFilter>> ReadWantedAsync(CancellationToken cancellationToken);

    /// <summary>Sends a batch to those who look now.</summary>
    /// <param name="batch">The batch, without its lines.</param>
    /// <param name="lines">The lines as JSON, see <see cref="TailLine"/>, each with a line feed at its end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task PublishAsync(TailBatch batch, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken);

    /// <summary>
    /// Calls a handler for each batch until the result is disposed. What no gateway can have sent is omitted.
    /// </summary>
    /// <param name="onBatch">Called by any thread, also by several at once; must return at once and not throw.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IAsyncDisposable> SubscribeAsync(Action<TailBatch> onBatch, CancellationToken cancellationToken);
}
