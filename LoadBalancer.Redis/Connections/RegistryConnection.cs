using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Store;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Connections;

/// <summary>
/// The registry's connection to Redis, which follows the master behind a name. The client reconnects by itself when a connection breaks,
/// but keeps one to a server that has become a replica or that hangs, and checks the role once a minute. When Redis refuses writes, or has
/// not responded for a while, this opens a second client to the same endpoints, at most once a second, and replaces the first one as soon
/// as the second has reached a Redis that accepts writes (docs/adr/0037). Thread-safe.
/// </summary>
internal sealed partial class RegistryConnection : IStoreClient, IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan AttemptInterval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long without any response, in addition to timeouts, suggests that the server hangs; a single slow command does not.
    /// </summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// How long the previous client stays for operations that have begun, unless it has been silent; longer than any timeout.
    /// </summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    private readonly Func<Task<IConnectionMultiplexer>> _connect;
    private readonly TimeProvider _timeProvider;
    private readonly LoopLog<RegistryConnection> _log;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopped;
    private readonly Lock _lock = new();
    private readonly List<RegistrySubscription> _subscriptions = [];
    private volatile IConnectionMultiplexer _current;
    private Task _attempt = Task.CompletedTask;
    private Task _farewells = Task.CompletedTask;
    private long? _attemptedAt;
    private long _respondedAt;
    private bool _isDisposed;

    /// <param name="first">The first client, which is disposed with this object.</param>
    /// <param name="connect">Connects another client to the same endpoints.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="log">The log.</param>
    public RegistryConnection(
        IConnectionMultiplexer first, Func<Task<IConnectionMultiplexer>> connect, TimeProvider timeProvider,
        LoopLog<RegistryConnection> log)
    {
        _current = first;
        _connect = connect;
        _timeProvider = timeProvider;
        _log = log;
        _logger = log.Logger;
        _respondedAt = timeProvider.GetTimestamp();
        _stopped = _stop.Token;
    }

    /// <summary>The database of the current client. Do not keep it beyond an operation.</summary>
    public IDatabase Database => _current.GetDatabase();

    /// <inheritdoc />
    public void Succeeded() => Volatile.Write(ref _respondedAt, _timeProvider.GetTimestamp());

    /// <inheritdoc />
    public Exception Failed(Exception exception)
    {
        var client = _current;
        if (IsOfADisposedClient(exception, client.ClientName))
        {
            return new StoreException(StoreCondition.Unreachable, "The connection did not respond and was replaced.", exception);
        }

        var isReplica = IsReplica(client);
        if (RedisErrors.ConditionOf(exception, isReplica) is not { } condition)
        {
            return exception;
        }

        if (RedisErrors.SuggestsAnotherConnection(exception, isReplica) || (exception is TimeoutException && IsSilent()))
        {
            Replace();
        }

        var message = condition == StoreCondition.NotWritable && exception is not RedisServerException
            ? "READONLY This Redis is a replica."
            : exception.Message;
        return new StoreException(condition, message, exception);
    }

    /// <summary>
    /// Subscribes to a channel until the result is disposed. After the client has been replaced the handler is called once, without a
    /// message, since messages may have been lost in between.
    /// </summary>
    /// <param name="channel">The channel.</param>
    /// <param name="onMessage">The handler; must return at once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IAsyncDisposable> SubscribeAsync(
        RedisChannel channel, Action<RedisValue> onMessage, CancellationToken cancellationToken)
    {
        var subscription = new RegistrySubscription(this, channel, onMessage);
        IConnectionMultiplexer client;
        lock (_lock)
        {
            _subscriptions.Add(subscription);
            client = _current;
        }

        try
        {
            // The next client will have the subscription before it is used.
            await subscription.AttachAsync(client.GetSubscriber()).WaitAsync(cancellationToken);
            return subscription;
        }
        catch (Exception)
        {
            // The client keeps the handler, and would call it once more for each failed attempt.
            Unsubscribe(subscription);
            throw;
        }
    }

    /// <summary>
    /// Ends a subscription, without waiting for Redis. A previous client, which is about to be closed, keeps the handler.
    /// </summary>
    public void Unsubscribe(RegistrySubscription subscription)
    {
        IConnectionMultiplexer client;
        lock (_lock)
        {
            _subscriptions.Remove(subscription);
            client = _current;
        }

        subscription.Detach(client.GetSubscriber());
    }

    public async ValueTask DisposeAsync()
    {
        if (await TryStopAsync())
        {
            await _current.DisposeAsync();
            _stop.Dispose();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
        }

        _stop.Cancel();
        _current.Dispose();
        _stop.Dispose();
    }

    /// <summary>Whether an operation was under way on a client that was silent, and was closed therefore.</summary>
    private static bool IsOfADisposedClient(Exception exception, string name) => exception switch
    {
        RedisConnectionException failure => failure.FailureType == ConnectionFailureType.ConnectionDisposed,
        ObjectDisposedException disposed => string.Equals(disposed.ObjectName, name, StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>Whether a client is connected, but only to replicas.</summary>
    private static bool IsReplica(IConnectionMultiplexer client)
    {
        var connected = client.GetServers().Where(server => server.IsConnected).ToArray();
        return connected.Length > 0 && Array.TrueForAll(connected, server => server.IsReplica);
    }

    private static bool HasMaster(IConnectionMultiplexer client) =>
        client.GetServers().Any(server => server is { IsConnected: true, IsReplica: false });

    private bool IsSilent() => _timeProvider.GetElapsedTime(Volatile.Read(ref _respondedAt)) >= Silence;

    private async Task<bool> TryStopAsync()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return false;
            }

            _isDisposed = true;
        }

        await _stop.CancelAsync();
        await _attempt;
        await _farewells;
        return true;
    }

    /// <summary>Begins an attempt unless one is under way or was made a moment ago.</summary>
    private void Replace()
    {
        lock (_lock)
        {
            if (_isDisposed
                || !_attempt.IsCompleted
                || (_attemptedAt is { } at && _timeProvider.GetElapsedTime(at) < AttemptInterval))
            {
                return;
            }

            _attemptedAt = _timeProvider.GetTimestamp();
            _attempt = Task.Run(TryReplaceAsync);
        }
    }

    private async Task TryReplaceAsync()
    {
        IConnectionMultiplexer? next = null;
        try
        {
            next = await _connect();
            if (HasMaster(next) && await TryTakeAsync(next))
            {
                next = null;
            }
            else
            {
                LogNoMaster(IsReplica(next) ? "it is a replica" : "it does not respond");
            }
        }
        catch (Exception exception)
        {
            // Not an operation through the ports, so that nothing has classified the exception before.
            if (!_log.TryRecordFault(RedisErrors.ConditionOf(exception, isReplica: false) is { } condition
                ? new StoreException(condition, exception.Message, exception)
                : exception))
            {
                LogNoMaster(StoreFailure.Describe(exception));
            }
        }

        if (next is not null)
        {
            await next.DisposeAsync();
        }
    }

    /// <summary>Replaces the client. All subscriptions exist on the next one before it is used.</summary>
    private async Task<bool> TryTakeAsync(IConnectionMultiplexer next)
    {
        var subscriber = next.GetSubscriber();
        var attached = new HashSet<RegistrySubscription>();
        var previous = _current;
        while (!TrySwitch(next, attached, out var missing))
        {
            if (missing.Length == 0)
            {
                return false;
            }

            await Task.WhenAll(missing.Select(subscription => subscription.AttachAsync(subscriber)));
            attached.UnionWith(missing);
        }

        // Only attempts reach this, one at a time.
        _farewells = Task.WhenAll(_farewells, LeaveAsync(previous, IsSilent() ? TimeSpan.Zero : Farewell));
        LogReplaced(string.Join(", ", next.GetEndPoints().Select(endpoint => endpoint.ToString())));
        foreach (var subscription in attached)
        {
            subscription.OnMessage(RedisValue.Null);
        }

        return true;
    }

    /// <summary>Replaces the client if the next one has all subscriptions: one may have begun, or ended, since the last call.</summary>
    /// <param name="next">The next client.</param>
    /// <param name="attached">The subscriptions that it has. Those that have ended are removed.</param>
    /// <param name="missing">The subscriptions that it lacks; none if this object is disposed.</param>
    private bool TrySwitch(IConnectionMultiplexer next, HashSet<RegistrySubscription> attached, out RegistrySubscription[] missing)
    {
        lock (_lock)
        {
            missing = _isDisposed ? [] : [.. _subscriptions.Where(subscription => !attached.Contains(subscription))];
            if (_isDisposed || missing.Length > 0)
            {
                return false;
            }

            _current = next;
            foreach (var ended in attached.Where(subscription => !_subscriptions.Contains(subscription)).ToArray())
            {
                attached.Remove(ended);
                ended.Detach(next.GetSubscriber());
            }

            return true;
        }
    }

    private async Task LeaveAsync(IConnectionMultiplexer previous, TimeSpan delay)
    {
        await Task.Delay(delay, _timeProvider, _stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await previous.DisposeAsync();
    }

    [LoggerMessage(2002, LogLevel.Information, "Reconnected to a Redis that accepts writes, at {Endpoints}")]
    private partial void LogReplaced(string endpoints);

    [LoggerMessage(2003, LogLevel.Debug, "No Redis that accepts writes could be reached; retrying: {Reason}")]
    private partial void LogNoMaster(string reason);
}
