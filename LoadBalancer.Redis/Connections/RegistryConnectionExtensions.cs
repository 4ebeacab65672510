using LoadBalancer.Cluster.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Connections;

/// <summary>Extension methods that add <see cref="RegistryConnection"/>. The first one that is called applies.</summary>
internal static class RegistryConnectionExtensions
{
    /// <summary>
    /// Adds the registry's connection with the options of the application's Redis client, as Aspire's client integration provides them.
    /// </summary>
    public static void AddRegistryConnection(this IServiceCollection services) => services.TryAddSingleton(provider =>
    {
        var options = provider.GetRequiredService<IOptions<ConfigurationOptions>>().Value;
        return Create(provider, () => options.Clone());
    });

    /// <summary>Adds the registry's connection, for an application that may use another Redis itself.</summary>
    public static void AddRegistryConnection(this IServiceCollection services, RedisConnection connection) =>
        services.TryAddSingleton(provider => Create(provider, connection.ToClientOptions));

    private static RegistryConnection Create(IServiceProvider provider, Func<ConfigurationOptions> read)
    {
        return new(
            ConnectionMultiplexer.Connect(Options()),
            async () => await ConnectionMultiplexer.ConnectAsync(Options()),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<LoopLog<RegistryConnection>>());

        ConfigurationOptions Options()
        {
            var options = read();
            options.LoggerFactory ??= provider.GetService<ILoggerFactory>();
            return options;
        }
    }
}
