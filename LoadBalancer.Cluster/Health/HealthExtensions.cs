using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Cluster.Health;

internal static class HealthExtensions
{
    public static void AddHealth(this IServiceCollection services)
    {
        services.AddSettings<HealthOptions, HealthOptions.Rules>(
            HealthOptions.Section, static (settings, options) => settings.Bind(options))
            .PostConfigure(options => options.FailureStatuses ??= HealthOptions.DefaultFailureStatuses);
        services.AddSettings<ConnectOptions, ConnectOptions.Rules>(
            GatewaySection.Name, static (settings, options) => settings.Bind(options));
        services.AddSingleton<HealthMonitor>();
        services.AddSingleton<ILivenessEvidence>(provider => provider.GetRequiredService<HealthMonitor>());
        services.AddHostedService<HealthMetrics>();
        services.AddHostedService<ServerProber>();
    }
}
