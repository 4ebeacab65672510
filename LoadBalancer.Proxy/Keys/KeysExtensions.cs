using LoadBalancer.Cluster.Settings;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Proxy.Clients;

namespace LoadBalancer.Proxy.Keys;

internal static class KeysExtensions
{
    public static void AddKeys(this IServiceCollection services)
    {
        services.AddSettings<KeyOptions, KeyOptions.Rules>(GatewaySection.Name, static (settings, options) => settings.Bind(options))
            .PostConfigure(options => options.HashKey ??= KeyOptions.DefaultHashKey);
        services.AddSettings<ClientOptions, ClientOptions.Rules>(GatewaySection.Name, static (settings, options) => settings.Bind(options));
        services.AddSingleton<TrustedProxies>();
        services.AddSingleton<RequestKey>();
        services.AddSingleton<IPlacementSettings, KeySettings>();
    }
}
