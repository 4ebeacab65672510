using LoadBalancer.Cluster.Settings;
using LoadBalancer.Proxy.Telemetry.RequestLog;

namespace LoadBalancer.Proxy.Telemetry.Requests;

internal static class RequestsExtensions
{
    /// <summary>Before whatever has requests that end while it stops: the last of them are written too.</summary>
    public static void AddRequestRecords(this IServiceCollection services)
    {
        services.AddSettings<RequestLogOptions, RequestLogOptions.Rules>(
            RequestLogOptions.Section, static (settings, options) => settings.Bind(options));
        services.AddSingleton<RequestLogLines>();
        services.AddSingleton<RequestMetrics>();
        services.AddSingleton<RequestRecorder>();
        services.AddHostedService<RequestLogWriter>();
        services.AddHostedService<RequestLogMetrics>();
    }

    /// <summary>
    /// Records the requests that come through the framework. First of the proxied part, so that those that are not let in are recorded too.
    /// </summary>
    public static void UseRequestRecords(this IApplicationBuilder proxy) => proxy.UseMiddleware<RequestRecordMiddleware>();
}
