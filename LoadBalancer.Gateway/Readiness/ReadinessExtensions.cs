using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Gateway.Readiness;

internal static class ReadinessExtensions
{
    /// <summary>Adds the service that determines whether a gateway is warm; a gateway without a warm-up always is.</summary>
    public static void AddReadiness(this IServiceCollection services)
    {
        services.AddSettings<WarmUpOptions, WarmUpOptions.Rules>(GatewaySection.Name, static (settings, options) => settings.Bind(options));
        services.AddSingleton<WarmUpState>();
    }
}
