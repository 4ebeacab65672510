using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Telemetry.Tail;

internal static class TailExtensions
{
    /// <summary>Registers the services that send requests to those who look at them.</summary>
    public static void AddTail(this IServiceCollection services)
    {
        services.AddSettings<TailOptions>(TailOptions.Section, static (settings, options) => settings.Bind(options));
        services.AddSingleton<RequestTail>();
        services.AddHostedService<TailWatcher>();
        services.AddHostedService<TailFlusher>();
        services.AddHostedService<TailMetrics>();
    }
}
