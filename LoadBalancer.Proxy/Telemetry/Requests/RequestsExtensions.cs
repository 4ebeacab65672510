using LoadBalancer.Cluster.Settings;
using LoadBalancer.Proxy.Telemetry.RequestLog;
using LoadBalancer.Proxy.Telemetry.Tail;

namespace LoadBalancer.Proxy.Telemetry.Requests;

internal static class RequestsExtensions
{
    /// <summary>
    /// Registers the services that record requests. Must precede services whose requests end while they stop, so that the last requests are
    /// written too.
    /// </summary>
    public static void AddRequestRecords(this IServiceCollection services)
    {
        services.AddSettings<RequestLogOptions, RequestLogOptions.Rules>(
            RequestLogOptions.Section, static (settings, options) => settings.Bind(options));
        services.AddTail();
        services.AddSingleton<RequestLogLines>();
        services.AddSingleton<RequestMetrics>();
        services.AddSingleton<RequestRecorder>();
        services.AddHostedService<RequestLogWriter>();
        services.AddHostedService<RequestLogMetrics>();
    }

    /// <summary>
    /// Records requests that the framework handles. Must be the first middleware of the proxy, so that rejected requests are recorded too.
    /// </summary>
    public static void UseRequestRecords(this IApplicationBuilder proxy) => proxy.UseMiddleware<RequestRecordMiddleware>();
}
