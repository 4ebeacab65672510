using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Cluster.Identity;

internal static class IdentityExtensions
{
    public static void AddIdentity(this IServiceCollection services)
    {
        services.AddSettings<IdentityOptions, IdentityOptions.Rules>(
            GatewaySection.Name, static (settings, options) => settings.Bind(options))
            .PostConfigure(options => options.Id ??= IdentityOptions.DefaultId);
        services.AddOptions<RegistryOptions>().Configure<IConfiguration>((registry, configuration) =>
            registry.ActAs(configuration[$"{GatewaySection.Name}:{nameof(IdentityOptions.Id)}"] ?? IdentityOptions.DefaultId));
        services.AddSingleton<GatewayIdentity>();
    }
}
