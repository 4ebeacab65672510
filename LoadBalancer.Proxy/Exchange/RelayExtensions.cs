using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Settings;
using LoadBalancer.Proxy.Keys;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Proxy.Telemetry.Requests;
using LoadBalancer.Proxy.Upstreams;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Exchange;

internal static class RelayExtensions
{
    public static void AddRelay(this IServiceCollection services)
    {
        services.AddSettings<RelayOptions>(GatewaySection.Name, static (settings, options) => settings.Bind(options));
        services.AddSettings<ResponseOptions>(GatewaySection.Name, static (settings, options) => settings.Bind(options));
        services.AddSingleton<ViaHeader>();
        services.AddSingleton<RequestPlacer>();
        services.AddSingleton(provider => new RetryPolicy(
            provider.GetRequiredService<IOptions<RetryOptions>>(),
            provider.GetRequiredService<IOptions<UpstreamOptions>>().Value.ServerProtocol.CanRefuse(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AttemptRecorder>();
        services.AddHostedService<RetryMetrics>();
        services.AddSingleton<RelayRules>();
        services.AddSingleton<RequestHeadWriter>();
        services.AddSingleton<ResponseHeadWriter>();
        services.AddSingleton<RelayServices.RoutingServices>();
        services.AddSingleton<RelayServices.UpstreamServices>();
        services.AddSingleton<RelayServices.WriterServices>();
        services.AddSingleton<RelayServices.LimitServices>();
        services.AddSingleton<RelayServices.RecorderServices>();
        services.AddSingleton<RelayServices>();
    }
}
