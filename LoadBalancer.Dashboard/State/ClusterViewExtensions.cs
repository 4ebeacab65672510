using LoadBalancer.Cluster.Faults;

namespace LoadBalancer.Dashboard.State;

internal static class ClusterViewExtensions
{
    public static void AddClusterView(this IServiceCollection services)
    {
        services.AddBackgroundFaults();
        services.AddSingleton<ClusterView>();
        services.AddSingleton<ReadSignal>();
        services.AddSingleton<ViewDemand>();
        services.AddSingleton<StoreReader>();
        services.AddSingleton<SnapshotComposer>();
        services.AddHostedService<ClusterReader>();
    }
}
