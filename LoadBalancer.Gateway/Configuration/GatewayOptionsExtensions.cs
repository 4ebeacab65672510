using LoadBalancer.Registry.Settings;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.Configuration;

internal static class GatewayOptionsExtensions
{
    public static void AddGatewayOptions(this IServiceCollection services)
    {
        services.AddSettings<GatewayOptions>(GatewayOptions.Section).PostConfigure(options =>
        {
            options.Id ??= Environment.MachineName.ToLowerInvariant();
            options.HashKey ??= GatewayOptions.DefaultHashKey;
            options.Health.FailureStatuses ??= HealthOptions.DefaultFailureStatuses;
            options.Retries.Statuses ??= RetryOptions.DefaultStatuses;
        });
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        services.AddSingleton<IValidateOptions<GatewayOptions>, HealthOptionsValidator>();
    }
}
