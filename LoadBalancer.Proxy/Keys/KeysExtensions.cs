using LoadBalancer.Cluster.Settings;
using LoadBalancer.Proxy.Clients;

namespace LoadBalancer.Proxy.Keys;

internal static class KeysExtensions
{
    public static void AddKeys(this IServiceCollection services)
    {
        services.AddSettings<KeyOptions>(GatewaySection.Name, options => options.Check())
            .PostConfigure(options => options.HashKey ??= KeyOptions.DefaultHashKey);
        services.AddSettings<ClientOptions>(GatewaySection.Name, options => options.Check());
        services.AddSingleton<TrustedProxies>();
        services.AddSingleton<RequestKey>();
    }
}
