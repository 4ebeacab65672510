using LoadBalancer.Cluster.Settings;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Dashboard.Configuration;

internal static class DashboardOptionsExtensions
{
    public static void AddDashboardOptions(this IServiceCollection services)
    {
        services.AddSettings<DashboardOptions>(DashboardOptions.Section);
        services.AddSingleton<IValidateOptions<DashboardOptions>, DashboardOptionsValidator>();
    }
}
