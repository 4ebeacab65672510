using LoadBalancer.Cluster;
using LoadBalancer.Cluster.Faults;
using LoadBalancer.Dashboard.State.Tail;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LoadBalancer.Dashboard.State;

internal static class ClusterViewExtensions
{
    public static void AddClusterView(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddStoreClock();
        services.AddBackgroundFaults();
        services.AddSingleton<ClusterView>();
        services.AddSingleton<ReadSignal>();
        services.AddSingleton<ViewDemand>();
        services.AddSingleton<StoreReader>();
        services.AddSingleton<SnapshotComposer>();
        services.AddHostedService<ClusterReader>();
        services.AddSingleton<TailState>();
        services.AddHostedService<TailReader>();
        services.AddSingleton<CheckReader>();
        services.AddHostedService(provider => provider.GetRequiredService<CheckReader>());
    }
}
