using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Connections;

/// <summary>
/// The registry's connection: a separate one if the application may be connected to another Redis, otherwise the application's.
/// </summary>
internal static class RegistryConnection
{
    private const string Key = "LoadBalancer";

    /// <summary>Adds a separate connection for the registry, which is opened on first use.</summary>
    public static void AddOwn(IServiceCollection services, RedisConnection connection) =>
        services.TryAddKeyedSingleton<IConnectionMultiplexer>(Key, (_, _) => connection.Connect());

    public static IConnectionMultiplexer Of(IServiceProvider services) =>
        services.GetKeyedService<IConnectionMultiplexer>(Key) ?? services.GetRequiredService<IConnectionMultiplexer>();
}
