using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace LoadBalancer.ServiceDefaults.Redis;

/// <summary>The process's connection to Redis.</summary>
public static class RedisConnectionExtensions
{
    private const string LogCategory = "StackExchange.Redis";

    /// <summary>
    /// Registers <see cref="IConnectionMultiplexer"/> with Aspire's client. It connects when it is first used, and reconnects by itself.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The connection's name.</param>
    /// <param name="connectionString">Endpoints and options in StackExchange.Redis's form.</param>
    /// <param name="configure">Sets what the connection string does not, such as the credentials.</param>
    public static WebApplicationBuilder AddRedisConnection(
        this WebApplicationBuilder builder, string name, string connectionString, Action<ConfigurationOptions> configure)
    {
        builder.AddRedisClient(
            name,
            settings =>
            {
                settings.ConnectionString = connectionString;

                // Operations on the cluster's shared state are traced as a whole, one span each, not one per Redis command.
                settings.DisableTracing = true;
            },
            configure);

        // The client logs each attempt to connect with a stack trace; the users of the connection log once when it is lost. As the first
        // source of the configuration this is only a default, which Logging:LogLevel:StackExchange.Redis overrides.
        builder.Configuration.Sources.Insert(
            0, new MemoryConfigurationSource { InitialData = [new($"Logging:LogLevel:{LogCategory}", nameof(LogLevel.None))] });
        return builder;
    }
}
