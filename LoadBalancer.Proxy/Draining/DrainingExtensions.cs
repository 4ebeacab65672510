using LoadBalancer.Cluster.Settings;
using LoadBalancer.Proxy.Tunnels;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Draining;

internal static class DrainingExtensions
{
    public static void AddDraining(this IServiceCollection services)
    {
        services.AddSettings<DrainOptions, DrainOptions.Rules>(
            GatewaySection.Name, static (settings, options) => settings.Bind(options));
        services.AddSingleton<OpenTunnels>();
        services.AddSingleton<LeavingServers>();
        services.AddSingleton<CutRequests>();
        services.AddSingleton<GatewayDrain>();
        services.AddHostedService<ServerDrain>();
        services.AddHostedService<TunnelMetrics>();
    }

    /// <summary>Gives the host the time for the drain. Call after the settings have been validated.</summary>
    public static void UseDraining(this WebApplication app) =>
        app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout =
        app.Services.GetRequiredService<IOptions<DrainOptions>>().Value.DrainTimeout + GatewayDrain.Afterwards;
}
