using StackExchange.Redis;

namespace LoadBalancer.Redis.Connections;

/// <summary>A subscription that follows <see cref="RegistryConnection"/> from one client to the next. Thread-safe.</summary>
internal sealed class RegistrySubscription : IAsyncDisposable
{
    private readonly RegistryConnection _connection;
    private readonly RedisChannel _channel;
    private readonly Action<RedisChannel, RedisValue> _handler;

    public RegistrySubscription(RegistryConnection connection, RedisChannel channel, Action<RedisValue> onMessage)
    {
        _connection = connection;
        _channel = channel;
        OnMessage = onMessage;
        _handler = (_, message) => onMessage(message);
    }

    /// <summary>Called for each message, and once, without a message, after the client was replaced.</summary>
    public Action<RedisValue> OnMessage { get; }

    public Task AttachAsync(ISubscriber subscriber) => subscriber.SubscribeAsync(_channel, _handler);

    public void Detach(ISubscriber subscriber) => subscriber.Unsubscribe(_channel, _handler, CommandFlags.FireAndForget);

    /// <summary>Ends the subscription without waiting, since a Redis that does not respond must not fail the shutdown.</summary>
    public ValueTask DisposeAsync()
    {
        _connection.Unsubscribe(this);
        return ValueTask.CompletedTask;
    }
}
