using System.Collections.Immutable;
using LoadBalancer.Cluster.Tail;

namespace LoadBalancer.Cluster.InMemory;

/// <summary>An in-memory tail within one process, for a standalone gateway and for tests. Thread-safe.</summary>
/// <param name="timeProvider">The clock by which wishes expire.</param>
public sealed class InMemoryTailStore(TimeProvider timeProvider) : ITailStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, (byte[] Wish, DateTimeOffset Expires)> _wishes = new(StringComparer.Ordinal);
    private ImmutableArray<Subscription> _subscriptions = [];

    /// <inheritdoc />
    public Task WantAsync(string viewer, IReadOnlyCollection<TailFilter> filters, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _wishes.Remove(viewer);
            if (filters.Count > 0)
            {
                _wishes[viewer] = (TailCodec.Encode(filters), timeProvider.GetUtcNow() + ITailStore.Lifetime);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<ImmutableArray<TailFilter>> ReadWantedAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(TailWish.FiltersOf(_wishes.Values
                .Where(wish => wish.Expires > timeProvider.GetUtcNow())
                .Select(wish => TailCodec.DecodeWish(wish.Wish))));
        }
    }

    /// <inheritdoc />
    public Task PublishAsync(TailBatch batch, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        if (TailCodec.Decode(TailCodec.Encode(batch, lines.Span)) is { } received)
        {
            foreach (var subscription in _subscriptions)
            {
                subscription.OnBatch(received);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<IAsyncDisposable> SubscribeAsync(Action<TailBatch> onBatch, CancellationToken cancellationToken)
    {
        var subscription = new Subscription(this, onBatch);
        ImmutableInterlocked.Update(ref _subscriptions, (all, one) => all.Add(one), subscription);
        return Task.FromResult<IAsyncDisposable>(subscription);
    }

    private sealed class Subscription(InMemoryTailStore store, Action<TailBatch> onBatch) : IAsyncDisposable
    {
        public Action<TailBatch> OnBatch => onBatch;

        public ValueTask DisposeAsync()
        {
            ImmutableInterlocked.Update(ref store._subscriptions, (all, one) => all.Remove(one), this);
            return ValueTask.CompletedTask;
        }
    }
}
