using LoadBalancer.Cluster.Exchange;
using LoadBalancer.Cluster.Settings;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Verdicts;
using LoadBalancer.Cluster.Watching;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Cluster.Publishing;

internal static class ClusterStateExtensions
{
    public static void AddClusterState(this IServiceCollection services)
    {
        services.AddSettings<PlacementOptions, PlacementOptions.Rules>(
            GatewaySection.Name, static (settings, options) => settings.Bind(options));
        services.AddSingleton<ClusterState>();
        services.AddSingleton<ClusterLoad>();
        services.AddSingleton<ISnapshotBuilder, SnapshotBuilder>();
        services.AddSingleton<ServingSnapshotBuilder>();
        services.AddSingleton<IPlacementSettings, PlacementSettings>();
        services.AddSingleton<PlacementPolicy>();

        // Observers are notified in this order: the clock must be known before the first snapshot, whose weights depend on it.
        services.AddStoreClock();
        services.AddSingleton<IMembershipObserver>(provider => provider.GetRequiredService<StoreClockWatcher>());
        services.AddSingleton<IMembershipObserver, SnapshotPublisher>();
        services.AddSingleton<FirstMembership>();
        services.AddSingleton<IMembershipObserver>(provider => provider.GetRequiredService<FirstMembership>());

        // Must start before the first snapshot, which it measures too.
        services.AddHostedService<SnapshotMetrics>();
        services.AddMembershipWatcher();
        services.AddHostedService(provider => provider.GetRequiredService<FirstMembership>());
        services.AddSingleton<VerdictPublisher>();
        services.AddSingleton<GatewayStatusReader>();
        services.AddSingleton<GatewayReporter>();
        services.AddSingleton<PeerWatch>();
        services.AddSingleton<ReportReceiver>();
        services.AddHostedService<GatewayExchanger>();
        services.AddHostedService<LoadFloorMonitor>();
        services.AddHostedService<StoreMetrics>();
    }
}
