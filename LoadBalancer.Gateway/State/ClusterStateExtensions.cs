using LoadBalancer.Core.Selection;
using LoadBalancer.Gateway.Configuration;
using LoadBalancer.Gateway.Snapshots;
using LoadBalancer.Gateway.Store;
using LoadBalancer.Registry;
using LoadBalancer.Registry.Settings;
using LoadBalancer.Registry.Watching;

namespace LoadBalancer.Gateway.State;

internal static class ClusterStateExtensions
{
    public static void AddClusterState(this IServiceCollection services)
    {
        services.AddSettings<PlacementOptions>(GatewaySection.Name, options => options.Check());
        services.AddSingleton<ClusterState>();
        services.AddSingleton<ClusterLoad>();
        services.AddSingleton<IMembershipObserver, SnapshotPublisher>();

        // Before the first snapshot, which it measures too.
        services.AddHostedService<SnapshotMetrics>();
        services.AddMembershipWatcher();
        services.AddSingleton<VerdictPublisher>();
        services.AddHostedService<GatewayExchanger>();
        services.AddHostedService<StoreMetrics>();
    }
}
