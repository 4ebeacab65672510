namespace LoadBalancer.Gateway.Statistics;

internal static class StatisticsExtensions
{
    public static void AddStatistics(this IServiceCollection services)
    {
        services.AddSingleton<RecordingClock>();
        services.AddSingleton<HotKeyRecorder>();
        services.AddSingleton<StatisticsHistory>();
        services.AddHostedService<StatisticsFlusher>();
    }
}
