namespace LoadBalancer.Cluster.HealthLog;

internal static class HealthLogExtensions
{
    public static void AddHealthLog(this IServiceCollection services)
    {
        services.AddSingleton<HealthChangeQueue>();
        services.AddHostedService<HealthLogFlusher>();
    }
}
