using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace LoadBalancer.ServiceDefaults.Redis;

/// <summary>The process's Redis client.</summary>
public static class RedisConnectionExtensions
{
    private const string LogCategory = "StackExchange.Redis";

    /// <summary>
    /// Registers the options of the Redis client, <see cref="ConfigurationOptions"/>, with Aspire's client integration.
    /// </summary>
    /// <param name="builder">The application builder.</param>
    /// <param name="name">The connection's name.</param>
    /// <param name="connectionString">Endpoints and options in StackExchange.Redis's format.</param>
    /// <param name="configure">Configures options that the connection string does not contain, such as the credentials.</param>
    public static WebApplicationBuilder AddRedisConnection(
        this WebApplicationBuilder builder, string name, string connectionString, Action<ConfigurationOptions> configure)
    {
        builder.AddRedisClient(
            name,
            settings =>
            {
                settings.ConnectionString = connectionString;

                // Operations on the cluster's shared state have one span each, instead of one per Redis command.
                settings.DisableTracing = true;
                settings.DisableHealthChecks = true;
                settings.DisableAutoActivation = true;
            },
            configure);

        // The registry opens its own connection with these options, since it must be able to replace it: a second one would be unused.
        builder.Services.RemoveAll<IConnectionMultiplexer>();

        // The client logs each failed connection attempt with a stack trace; the users of the connection log once when it is lost. As the
        // first source of the configuration this is only a default, which Logging:LogLevel:StackExchange.Redis overrides.
        builder.Configuration.Sources.Insert(
            0, new MemoryConfigurationSource { InitialData = [new($"Logging:LogLevel:{LogCategory}", nameof(LogLevel.None))] });
        return builder;
    }
}
