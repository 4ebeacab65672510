namespace LoadBalancer.Gateway.Health;

internal static class HealthExtensions
{
    public static void AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<HealthMonitor>();
        services.AddSingleton<ProbeClient>();
        services.AddHostedService<ServerProber>();
    }
}
