using StackExchange.Redis;

namespace LoadBalancer.Registry.Redis.Connections;

/// <summary>
/// How the client behaves for what uses the registry: each caller tries again by itself, and nothing on the path of a request waits.
/// Thread-safe.
/// </summary>
public static class RedisClient
{
    /// <summary>
    /// Options in StackExchange.Redis's form, with a comma at the end: a command comes through soon or fails. What a connection string says
    /// comes later and wins.
    /// </summary>
    public const string Defaults = "connectTimeout=2000,connectRetry=1,syncTimeout=2000,asyncTimeout=2000,keepAlive=5,";

    /// <summary>Sets what no connection string says, and the credentials.</summary>
    public static void Configure(ConfigurationOptions options, RedisConnection connection)
    {
        connection.AddCredentials(options);
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ReconnectRetryPolicy = new ExponentialRetry(500, 2_000);

        // A process that starts before its store waits for it.
        options.AbortOnConnectFail = false;
    }

    /// <summary>Connects, and again by itself whenever the connection is lost.</summary>
    internal static ConnectionMultiplexer Connect(RedisConnection connection)
    {
        var options = connection.ToOptions(Defaults);
        Configure(options, connection);
        return ConnectionMultiplexer.Connect(options);
    }
}
