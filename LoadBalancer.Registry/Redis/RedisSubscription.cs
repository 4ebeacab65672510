using StackExchange.Redis;

namespace LoadBalancer.Registry.Redis;

internal sealed class RedisSubscription(ISubscriber subscriber, RedisChannel channel, Action<RedisChannel, RedisValue> handler) : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await subscriber.UnsubscribeAsync(channel, handler);
}
