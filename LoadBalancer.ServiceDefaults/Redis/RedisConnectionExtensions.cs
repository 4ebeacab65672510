using LoadBalancer.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace LoadBalancer.ServiceDefaults.Redis;

/// <summary>The one connection to the shared store.</summary>
public static class RedisConnectionExtensions
{
    // A command either comes through soon or fails: the callers try again by themselves, and nothing on the request
    // path waits for it. What the connection string says comes later and wins.
    private const string Defaults = "connectTimeout=2000,connectRetry=1,syncTimeout=2000,asyncTimeout=2000,keepAlive=5,";

    private const string LogCategory = "StackExchange.Redis";

    /// <summary>
    /// Registers <see cref="IConnectionMultiplexer"/> for <c>ConnectionStrings:{name}</c>. It connects when it is first
    /// used, and again by itself whenever the connection is lost.
    /// </summary>
    /// <exception cref="SettingException">The connection string is missing or cannot be understood.</exception>
    public static WebApplicationBuilder AddRedisConnection(this WebApplicationBuilder builder, string name)
    {
        var connection = Read(name, builder.Configuration);
        builder.AddRedisClient(
            name,
            settings =>
            {
                settings.ConnectionString = Defaults + connection.Options;

                // What the store is asked is observed around the ports of the registry: one span each, not one for every command.
                settings.DisableTracing = true;
            },
            options => Configure(options, connection));

        // The client logs every attempt to connect, with a stack trace; the users of the connection log once that it is lost. As the first
        // source of the configuration this is only a default, which Logging:LogLevel:StackExchange.Redis overrides.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = [new($"Logging:LogLevel:{LogCategory}", nameof(LogLevel.None))] });
        return builder;
    }

    /// <summary>What no connection string says.</summary>
    private static void Configure(ConfigurationOptions configuration, RedisConnection connection)
    {
        connection.AddCredentials(configuration);
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.ReconnectRetryPolicy = new ExponentialRetry(500, 2_000);

        // A process that starts before its store waits for it.
        configuration.AbortOnConnectFail = false;
    }

    private static RedisConnection Read(string name, IConfiguration configuration) =>
        configuration.GetConnectionString(name) is { } text && !string.IsNullOrWhiteSpace(text)
            ? RedisConnection.Read($"ConnectionStrings:{name}", text, configuration)
            : throw new SettingException($"ConnectionStrings:{name} is missing: set the environment variable ConnectionStrings__{name} to HOST:PORT of a Redis server.");
}
