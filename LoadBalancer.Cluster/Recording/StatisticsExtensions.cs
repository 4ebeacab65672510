using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Cluster.Recording;

internal static class StatisticsExtensions
{
    public static void AddStatistics(this IServiceCollection services)
    {
        services.AddSettings<CountingOptions, CountingOptions.Rules>(
            GatewaySection.Name, static (settings, options) => settings.Bind(options));
        services.AddSingleton<RequestCounters>();
        services.AddSingleton<ClusterCounts>();
        services.AddSingleton<RecentCounts>();
        services.AddSingleton<CountLedger>();
        services.AddHostedService<CountFlusher>();
        services.AddSingleton<RecordingClock>();
        services.AddSingleton<HotKeyRecorder>();
        services.AddSingleton<StatisticsHistory>();
        services.AddHostedService<StatisticsFlusher>();
    }
}
