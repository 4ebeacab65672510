using LoadBalancer.Registry;
using LoadBalancer.Registry.Settings;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.Configuration;

internal static class GatewayOptionsExtensions
{
    private static string DefaultId => Environment.MachineName.ToLowerInvariant();

    public static void AddGatewayOptions(this IServiceCollection services)
    {
        services.AddSettings<GatewayOptions>(GatewayOptions.Section).PostConfigure(options =>
        {
            options.Id ??= DefaultId;
            options.HashKey ??= GatewayOptions.DefaultHashKey;
            options.Health.FailureStatuses ??= HealthOptions.DefaultFailureStatuses;
            options.Retries.Statuses ??= RetryOptions.DefaultStatuses;
        });
        services.AddOptions<RegistryOptions>().Configure<IConfiguration>((registry, configuration) =>
            registry.ActAs(configuration[$"{GatewayOptions.Section}:{nameof(GatewayOptions.Id)}"] ?? DefaultId));
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        services.AddSingleton<IValidateOptions<GatewayOptions>, HealthOptionsValidator>();
    }
}
