using System.Runtime;
using LoadBalancer.Gateway.Configuration;
using LoadBalancer.Registry.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LoadBalancer.Gateway.WarmUp;

internal static class WarmUpExtensions
{
    /// <summary>Adds what knows whether a gateway is warm; one that is not made to warm up is.</summary>
    public static void AddWarmUpState(this IServiceCollection services)
    {
        services.AddSettings<WarmUpOptions>(GatewaySection.Name, options => options.Check());
        services.AddSingleton<WarmUpState>();
    }

    /// <summary>Makes a gateway that is put together from these services warm up before it is ready.</summary>
    public static void AddWarmUp(this IServiceCollection services)
    {
        services.TryAddSingleton(new CompiledMethods(static () => JitInfo.GetCompiledMethodCount()));
        services.AddHostedService(provider =>
            ActivatorUtilities.CreateInstance<WarmUpService>(provider, RepeatedServices.Of(services, provider.GetRequiredService<IConfiguration>())));
    }
}
