using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Cluster.Health;

internal static class HealthExtensions
{
    public static void AddHealth(this IServiceCollection services)
    {
        services.AddSettings<HealthOptions>(HealthOptions.Section, HealthOptionsValidator.Check)
            .PostConfigure(options => options.FailureStatuses ??= HealthOptions.DefaultFailureStatuses);
        services.AddSettings<ConnectOptions>(GatewaySection.Name, options => options.Check());
        services.AddSingleton<HealthMonitor>();
        services.AddSingleton<ILivenessEvidence>(provider => provider.GetRequiredService<HealthMonitor>());
        services.AddHostedService<HealthMetrics>();
        services.AddHostedService<ServerProber>();
    }
}
