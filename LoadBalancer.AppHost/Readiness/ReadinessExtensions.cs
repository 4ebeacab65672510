using Microsoft.Extensions.DependencyInjection;

namespace LoadBalancer.AppHost.Readiness;

internal static class ReadinessExtensions
{
    /// <summary>
    /// Adds the watchers that report once when everything is ready, with the addresses, and when Aspire's dashboard has ended.
    /// </summary>
    public static void AddReadiness(this IDistributedApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IReadinessSource, ResourceReadinessSource>();
        builder.Services.AddHostedService<ReadinessWatcher>();
        builder.Services.AddHostedService<AspireDashboardWatch>();
    }
}
