using LoadBalancer.Gateway.Configuration;
using LoadBalancer.Registry.Settings;

namespace LoadBalancer.Gateway.Counting;

internal static class CountingExtensions
{
    public static void AddCounting(this IServiceCollection services)
    {
        services.AddSettings<CountingOptions>(GatewaySection.Name, options => options.Check());
        services.AddSingleton<RequestCounters>();
        services.AddSingleton<ClusterCounts>();
        services.AddSingleton<RecentCounts>();
        services.AddHostedService<CountFlusher>();
    }
}
