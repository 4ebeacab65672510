using LoadBalancer.Registry;

namespace LoadBalancer.Gateway.Health;

internal static class HealthExtensions
{
    public static void AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<HealthMonitor>();
        services.AddSingleton<ILivenessEvidence>(provider => provider.GetRequiredService<HealthMonitor>());
        services.AddSingleton<ProbeClient>();
        services.AddHostedService<HealthMetrics>();
        services.AddHostedService<ServerProber>();
    }
}
