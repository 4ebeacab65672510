using LoadBalancer.Registry.Redis.Connections;
using LoadBalancer.Registry.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace LoadBalancer.ServiceDefaults.Redis;

/// <summary>The one connection to the shared store.</summary>
public static class RedisConnectionExtensions
{
    private const string LogCategory = "StackExchange.Redis";

    /// <summary>
    /// Registers <see cref="IConnectionMultiplexer"/> for <c>ConnectionStrings:{name}</c>. It connects when it is first
    /// used, and again by itself whenever the connection is lost.
    /// </summary>
    /// <exception cref="SettingException">The connection string is missing or cannot be understood.</exception>
    public static WebApplicationBuilder AddRedisConnection(this WebApplicationBuilder builder, string name)
    {
        var connection = RedisConnection.Read(name, builder.Configuration);
        builder.AddRedisClient(
            name,
            settings =>
            {
                settings.ConnectionString = RedisClient.Defaults + connection.Options;

                // What the store is asked is observed around the ports of the registry: one span each, not one for every command.
                settings.DisableTracing = true;
            },
            options => RedisClient.Configure(options, connection));

        // The client logs every attempt to connect, with a stack trace; the users of the connection log once that it is lost. As the first
        // source of the configuration this is only a default, which Logging:LogLevel:StackExchange.Redis overrides.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = [new($"Logging:LogLevel:{LogCategory}", nameof(LogLevel.None))] });
        return builder;
    }
}
