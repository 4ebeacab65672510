using System.Runtime;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LoadBalancer.Gateway.WarmUp;

internal static class WarmUpExtensions
{
    /// <summary>Makes a gateway with these services warm up before it is ready.</summary>
    public static void AddWarmUp(this IServiceCollection services)
    {
        services.TryAddSingleton(new CompiledMethods(static () => JitInfo.GetCompiledMethodCount()));
        services.AddSingleton<WarmUpPlan>();
        services.AddSingleton(provider => new WarmUpRounds(
            RepeatedServices.Of(services, provider.GetRequiredService<IConfiguration>()),
            provider.GetRequiredService<CompiledMethods>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<WarmUpService>();
    }
}
