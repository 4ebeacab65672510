using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.Redis.Connections;
using Microsoft.Extensions.Configuration;

namespace LoadBalancer.AppHost.Store;

/// <summary>
/// Decides which store to start: the requested one, else Redis in a container if a container engine is running, else the embedded store.
/// </summary>
internal static class StoreChoice
{
    /// <returns>
    /// The options with the store to start (<see langword="null"/> if an existing Redis is used) and the running container engine.
    /// </returns>
    /// <exception cref="StartException">
    /// An argument requires a container engine that is not running, the Redis does not respond or belongs to another AppHost, or a password
    /// is configured without a Redis that it is for.
    /// </exception>
    public static async Task<AppHostOptions> MakeAsync(IConfiguration configuration, AppHostOptions options)
    {
        // Process listings show arguments, including a password in them, so the connection string can also be given as a setting.
        var (setting, redis) = (RedisOption.OptionName, options.Redis);
        if (options is { Redis: null, Store: null, RedisVolume: null }
            && configuration.GetConnectionString(RedisOption.SettingName) is { Length: > 0 } configured)
        {
            setting = $"ConnectionStrings__{RedisOption.SettingName}";
            redis = configured;
        }

        if (redis is not null)
        {
            // The started processes may have a different working directory.
            if (configuration[RedisPassword.FileKey] is { Length: > 0 } file)
            {
                configuration[RedisPassword.FileKey] = Path.GetFullPath(file);
            }

            options = options with { Redis = redis, RedisSetting = setting };
            await using var store = await ExternalStore.OpenAsync(options, configuration, TimeProvider.System, CancellationToken.None);
            await store.ClaimCluster().TakeAsync(CancellationToken.None);
        }
        else if (!string.IsNullOrEmpty(configuration[RedisPassword.Key]) || !string.IsNullOrEmpty(configuration[RedisPassword.FileKey]))
        {
            throw new StartException(
                $"{RedisPassword.Key} or {RedisPassword.FileKey} is set, but no Redis is configured: set "
                + $"{RedisOption.OptionName} or ConnectionStrings__{RedisOption.SettingName}, or remove it.",
                ExitCode.Configuration);
        }

        // The engine is queried only if the result matters, because that can take seconds.
        var needs = Needs(options);
        var engine = needs is not null || (options.Redis is null && options.Store is null)
            ? await ContainerEngine.FindAsync(configuration, CancellationToken.None)
            : null;
        if (needs is not null && engine is null)
        {
            throw new StartException($"{needs} requires a running container engine: start Docker or Podman, or remove the argument.");
        }

        var started = options.Store ?? (engine is null ? StoreKind.Embedded : StoreKind.Container);
        return options with { ContainerEngine = engine, Store = options.Redis is null ? started : null };
    }

    private static string? Needs(AppHostOptions options) => options switch
    {
        { Containers: true } => "--containers",
        { BackendImage: not null } => "--backend-image",
        { Store: StoreKind.Container } => "--store container",
        { RedisVolume: not null } => "--redis-volume",
        _ => null,
    };
}
