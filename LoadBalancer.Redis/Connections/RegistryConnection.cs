using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Connections;

/// <summary>
/// The connection of the registry: its own, where the application may have another one to another Redis; else the application's.
/// </summary>
internal static class RegistryConnection
{
    private const string Key = "LoadBalancer";

    /// <summary>Gives the registry a connection of its own, which is made when it is first used.</summary>
    public static void AddOwn(IServiceCollection services, RedisConnection connection) =>
        services.TryAddKeyedSingleton<IConnectionMultiplexer>(Key, (_, _) => connection.Connect());

    public static IConnectionMultiplexer Of(IServiceProvider services) =>
        services.GetKeyedService<IConnectionMultiplexer>(Key) ?? services.GetRequiredService<IConnectionMultiplexer>();
}
