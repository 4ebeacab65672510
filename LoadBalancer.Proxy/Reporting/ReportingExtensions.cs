using LoadBalancer.Cluster.Exchange;

namespace LoadBalancer.Proxy.Reporting;

internal static class ReportingExtensions
{
    public static void AddReporting(this IServiceCollection services) => services.AddSingleton<IDataPlane, ProcessReport>();
}
