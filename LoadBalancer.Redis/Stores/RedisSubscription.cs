using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

internal sealed class RedisSubscription(
    ISubscriber subscriber, RedisChannel channel, Action<RedisChannel, RedisValue> handler) : IAsyncDisposable
{
    public void Forget() => subscriber.Unsubscribe(channel, handler, CommandFlags.FireAndForget);

    public async ValueTask DisposeAsync() => await subscriber.UnsubscribeAsync(channel, handler);
}
