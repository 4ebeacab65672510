using LoadBalancer.Redis.Connections;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>Reads the clock of the Redis that has a cluster's keys. Thread-safe.</summary>
internal sealed partial class RedisStoreTime(RegistryConnection connection, RedisKeys keys, ILogger<RedisStoreTime> logger)
{
    private int _isLogged;

    /// <summary>Reads the clock; <see langword="null"/>, with one warning, if the user may not run the command.</summary>
    public async Task<DateTimeOffset?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var time = await FindServer().TimeAsync().WaitAsync(cancellationToken);
            return new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc));
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("NOPERM", StringComparison.Ordinal))
        {
            if (Interlocked.Exchange(ref _isLogged, 1) == 0)
            {
                LogNotPermitted(exception.Message);
            }

            return null;
        }
    }

    private IServer FindServer()
    {
        try
        {
            return connection.Database.Multiplexer.GetServer(keys.Members);
        }
        catch (InvalidOperationException exception)
        {
            // The client finds no server while it is disconnected, and reports it differently from all other operations.
            throw new RedisConnectionException(
                ConnectionFailureType.UnableToResolvePhysicalConnection, CommandFlags.None, exception.Message, exception);
        }
    }

    [LoggerMessage(2011, LogLevel.Warning,
        "Redis does not permit the command TIME: allow it as in deploy/redis/users.acl (+time). Until then slow start follows the clocks " +
        "of the machines, which must agree: {Reason}")]
    private partial void LogNotPermitted(string reason);
}
