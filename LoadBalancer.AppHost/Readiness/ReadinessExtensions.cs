using Microsoft.Extensions.DependencyInjection;

namespace LoadBalancer.AppHost.Readiness;

internal static class ReadinessExtensions
{
    /// <summary>Says once when everything is ready, and where; and when Aspire's dashboard is not there any more.</summary>
    public static void AddReadiness(this IDistributedApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IReadinessSource, ResourceReadinessSource>();
        builder.Services.AddHostedService<ReadinessWatcher>();
        builder.Services.AddHostedService<AspireDashboardWatch>();
    }
}
