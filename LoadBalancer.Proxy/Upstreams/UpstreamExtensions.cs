using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Upstreams;

internal static class UpstreamExtensions
{
    public static void AddUpstreams(this IServiceCollection services)
    {
        services.AddSettings<UpstreamOptions, UpstreamOptions.Rules>(
            GatewaySection.Name, static (settings, options) => settings.Bind(options));
        services.AddSettings<TimeoutOptions, TimeoutOptions.Rules>(
            GatewaySection.Name, static (settings, options) => settings.Bind(options));
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<TimeoutOptions>>().Value.ToTimeouts());
        services.AddSingleton<ServerTls>();
        services.TryAddSingleton<INameResolver, SystemNameResolver>();
        services.AddSingleton<AddressBook>();
        services.AddHostedService(provider => provider.GetRequiredService<AddressBook>());
        services.AddSingleton<Dialer>();
        services.AddSingleton<HttpClientConnector>();
        services.AddSingleton<IServerProbe, ProbeClient>();
        services.AddSingleton<UpstreamConnector>();
        services.AddSingleton<UpstreamPools>();
        services.AddHostedService(provider => provider.GetRequiredService<UpstreamPools>());
    }
}
