using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LoadBalancer.Cluster.Faults;

/// <summary>Extension methods that add the faults of background loops.</summary>
public static class FaultsExtensions
{
    /// <summary>Adds <see cref="BackgroundFaults"/> and <see cref="LoopLog{TLoop}"/>. May be called more than once.</summary>
    public static IServiceCollection AddBackgroundFaults(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<BackgroundFaults>();
        services.TryAddSingleton(typeof(LoopLog<>));
        return services;
    }
}
