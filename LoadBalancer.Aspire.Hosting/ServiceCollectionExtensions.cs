using Aspire.Hosting.Lifecycle;
using LoadBalancer.Aspire.Hosting.Replicas;
using LoadBalancer.Aspire.Hosting.Stopping;
using LoadBalancer.Aspire.Hosting.Supervision;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace LoadBalancer.Aspire.Hosting;

/// <summary>Adds the services that run inside the AppHost. Every method may be called more than once.</summary>
internal static class ServiceCollectionExtensions
{
    /// <summary>The time for all four stages, each up to its deadline, and for what Aspire stops after them.</summary>
    private static readonly TimeSpan StopTimeout = (4 * OrderedStop.StageDeadline) + TimeSpan.FromSeconds(30);

    public static void AddOrderedStop(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StopSignals>();
        services.TryAddSingleton<GracefulStop>();
        services.TryAddEventingSubscriber<GracefulCommands>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, OrderedStop>());
        services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeout);
    }

    public static void AddSupervision(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SpareServers>();
        services.TryAddSingleton<ResourceStarter>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ResourceSupervisor>());
    }
}
