using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Upstreams;

internal static class UpstreamExtensions
{
    public static void AddUpstreams(this IServiceCollection services)
    {
        services.AddSettings<UpstreamOptions, UpstreamOptions.Rules>(
            GatewaySection.Name, static (settings, options) => settings.Bind(options));
        services.AddSingleton<ServerTls>();
        services.AddSingleton<INameResolver, SystemNameResolver>();
        services.AddSingleton<Dialer>();
        services.AddSingleton<HttpClientConnector>();
        services.AddSingleton<IServerProbe, ProbeClient>();
        services.AddSingleton<UpstreamConnector>();
        services.AddSingleton<UpstreamPools>();
        services.AddHostedService(provider => provider.GetRequiredService<UpstreamPools>());
    }
}
