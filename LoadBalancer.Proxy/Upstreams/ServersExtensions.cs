using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Upstreams;

internal static class ServersExtensions
{
    public static void AddUpstreams(this IServiceCollection services)
    {
        services.AddSettings<UpstreamOptions>(GatewaySection.Name, options => options.Check());
        services.AddSingleton<ServerTls>();
        services.AddSingleton<HttpClientConnector>();
        services.AddSingleton<IServerProbe, ProbeClient>();
        services.AddSingleton<ServerConnector>();
        services.AddSingleton<ServerPools>();
        services.AddHostedService(provider => provider.GetRequiredService<ServerPools>());
    }
}
