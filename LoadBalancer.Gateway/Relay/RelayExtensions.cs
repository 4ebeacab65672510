using LoadBalancer.Cluster.Settings;
using LoadBalancer.Gateway.Configuration;
using LoadBalancer.Gateway.Servers;

namespace LoadBalancer.Gateway.Relay;

internal static class RelayExtensions
{
    public static void AddRelay(this IServiceCollection services)
    {
        services.AddSettings<RelayOptions>(GatewaySection.Name);
        services.AddSingleton<RelayRules>();
        services.AddSingleton<RequestHeadWriter>();
        services.AddSingleton<AnswerHeadWriter>();
        services.AddSingleton<ServerConnector>();
        services.AddSingleton<ServerPools>();
        services.AddHostedService(provider => provider.GetRequiredService<ServerPools>());
        services.AddSingleton<RelayServices>();
    }
}
