namespace LoadBalancer.Gateway.Counting;

internal static class CountingExtensions
{
    public static void AddCounting(this IServiceCollection services)
    {
        services.AddSingleton<RequestCounters>();
        services.AddSingleton<ClusterCounts>();
        services.AddSingleton<RecentCounts>();
        services.AddHostedService<CountFlusher>();
    }
}
