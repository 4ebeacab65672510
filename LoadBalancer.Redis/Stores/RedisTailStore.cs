using System.Collections.Immutable;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Tail;
using LoadBalancer.Redis.Connections;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>
/// The tail in Redis: a string with the wish of each dashboard and a set of the dashboards, which expire by Redis's clock, and a channel
/// for the batches, so that nothing is stored of a request. While nobody looks, a gateway reads one set that does not exist. Thread-safe.
/// </summary>
internal sealed class RedisTailStore(RegistryConnection connection, IOptions<RegistryOptions> options) : ITailStore
{
    private readonly RedisKeys _keys = new(options.Value.ClusterName);

    public async Task WantAsync(string viewer, IReadOnlyCollection<TailFilter> filters, CancellationToken cancellationToken)
    {
        var database = connection.Database;
        if (filters.Count == 0)
        {
            await Task.WhenAll(
                database.SetRemoveAsync(_keys.TailWanted, viewer), database.KeyDeleteAsync(_keys.TailWish(viewer)))
                .WaitAsync(cancellationToken);
            return;
        }

        await Task.WhenAll(
            database.StringSetAsync(_keys.TailWish(viewer), TailCodec.Encode(filters), ITailStore.Lifetime),
            database.SetAddAsync(_keys.TailWanted, viewer),
            database.KeyExpireAsync(_keys.TailWanted, ITailStore.Lifetime)).WaitAsync(cancellationToken);
    }

    public async Task<ImmutableArray<TailFilter>> ReadWantedAsync(CancellationToken cancellationToken)
    {
        var database = connection.Database;
        var viewers = await database.SetMembersAsync(_keys.TailWanted).WaitAsync(cancellationToken);
        if (viewers.Length == 0)
        {
            return [];
        }

        var names = viewers.Select(viewer => viewer.ToString()).Order(StringComparer.Ordinal).ToArray();
        var wishes = await database.StringGetAsync([.. names.Select(_keys.TailWish)]).WaitAsync(cancellationToken);
        var gone = names.Where((_, i) => wishes[i].IsNull).Select(name => (RedisValue)name).ToArray();
        if (gone.Length > 0)
        {
            await database.SetRemoveAsync(_keys.TailWanted, gone).WaitAsync(cancellationToken);
        }

        return TailWish.FiltersOf(wishes.Select(wish => wish.IsNull ? null : TailCodec.DecodeWish((byte[])wish!)));
    }

    public Task PublishAsync(TailBatch batch, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken) =>
        connection.Database.PublishAsync(_keys.Tail, TailCodec.Encode(batch, lines.Span)).WaitAsync(cancellationToken);

    public Task<IAsyncDisposable> SubscribeAsync(Action<TailBatch> onBatch, CancellationToken cancellationToken) =>
        connection.SubscribeAsync(
            _keys.Tail,
            message =>
            {
                if (TailCodec.Decode((byte[]?)message) is { } batch)
                {
                    onBatch(batch);
                }
            },
            cancellationToken);
}
