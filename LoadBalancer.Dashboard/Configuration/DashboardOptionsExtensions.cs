using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Dashboard.Configuration;

internal static class DashboardOptionsExtensions
{
    public static void AddDashboardOptions(this IServiceCollection services) =>
        services.AddSettings<DashboardOptions, DashboardOptions.Rules>(
            DashboardOptions.Section, static (settings, options) => settings.Bind(options));
}
