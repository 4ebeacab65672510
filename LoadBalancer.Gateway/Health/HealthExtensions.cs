using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Gateway.Health;

internal static class HealthExtensions
{
    public static void AddHealth(this IServiceCollection services)
    {
        services.AddSettings<HealthOptions>(HealthOptions.Section, HealthOptionsValidator.Check)
            .PostConfigure(options => options.FailureStatuses ??= HealthOptions.DefaultFailureStatuses);
        services.AddSingleton<HealthMonitor>();
        services.AddSingleton<ILivenessEvidence>(provider => provider.GetRequiredService<HealthMonitor>());
        services.AddSingleton<ProbeClient>();
        services.AddHostedService<HealthMetrics>();
        services.AddHostedService<ServerProber>();
    }
}
