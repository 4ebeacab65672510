using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Gateway.Readiness;

internal static class ReadinessExtensions
{
    /// <summary>Adds what knows whether a gateway is warm; one that is not made to warm up is.</summary>
    public static void AddReadiness(this IServiceCollection services)
    {
        services.AddSettings<WarmUpOptions, WarmUpOptions.Rules>(GatewaySection.Name, static (settings, options) => settings.Bind(options));
        services.AddSingleton<WarmUpState>();
    }
}
