using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.Redis.Connections;
using Microsoft.Extensions.Configuration;

namespace LoadBalancer.AppHost.Store;

/// <summary>Decides which store is started: what was asked for, else a container where an engine runs.</summary>
internal static class StoreChoice
{
    /// <returns>
    /// The options with the store to start, <see langword="null"/> where one runs already, and the engine that runs containers.
    /// </returns>
    /// <exception cref="StartException">What was asked for needs an engine that does not run, or a Redis that does not respond.</exception>
    public static async Task<AppHostOptions> MakeAsync(IConfiguration configuration, AppHostOptions options)
    {
        // A process listing shows arguments, and with them a password: the connection string can also be a setting.
        var (setting, redis) = (RedisOption.OptionName, options.Redis);
        if (options is { Redis: null, Store: null, RedisVolume: null }
            && configuration.GetConnectionString(RedisOption.SettingName) is { Length: > 0 } configured)
        {
            setting = $"ConnectionStrings__{RedisOption.SettingName}";
            redis = configured;
        }

        if (redis is not null)
        {
            // The started processes may have another working directory.
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
                $"{RedisPassword.Key} or {RedisPassword.FileKey} is set, and there is no Redis that it is for: set "
                + $"{RedisOption.OptionName} or ConnectionStrings__{RedisOption.SettingName}, or omit it.",
                ExitCode.Configuration);
        }

        // The engine is asked only where the response matters: it may take seconds.
        var needs = Needs(options);
        var engine = needs is not null || (options.Redis is null && options.Store is null)
            ? await ContainerEngine.FindAsync(configuration, CancellationToken.None)
            : null;
        if (needs is not null && engine is null)
        {
            throw new StartException($"{needs} requires a running container engine: start Docker or Podman, or omit the argument.");
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
