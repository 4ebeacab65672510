using LoadBalancer.Cluster.Settings;
using LoadBalancer.Gateway.Configuration;

namespace LoadBalancer.Gateway.Servers;

internal static class ServersExtensions
{
    public static void AddServerTls(this IServiceCollection services)
    {
        services.AddSettings<UpstreamOptions>(GatewaySection.Name, options => options.Check());
        services.AddSingleton<ServerTls>();
        services.AddSingleton<HttpClientConnector>();
    }
}
