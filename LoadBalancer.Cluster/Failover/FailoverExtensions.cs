using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Cluster.Failover;

internal static class FailoverExtensions
{
    public static void AddRetries(this IServiceCollection services) =>
        services.AddSettings<RetryOptions, RetryOptions.Rules>(RetryOptions.Section, static (settings, options) => settings.Bind(options))
            .PostConfigure(options => options.Statuses ??= RetryOptions.DefaultStatuses);
}
