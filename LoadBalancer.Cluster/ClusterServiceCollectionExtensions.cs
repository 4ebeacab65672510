using LoadBalancer.Cluster.Checks;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Publishing;
using LoadBalancer.Cluster.Recording;
using LoadBalancer.Cluster.Settings;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Cluster.Watching;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LoadBalancer.Cluster;

/// <summary>Extension methods that make an application part of a cluster.</summary>
public static class ClusterServiceCollectionExtensions
{
    /// <summary>
    /// Keeps <see cref="MembershipWatcher.Current"/> up to date and sweeps expired leases. Requires an <see cref="IServerRegistry"/>.
    /// </summary>
    public static IServiceCollection AddMembershipWatcher(this IServiceCollection services)
    {
        services.AddRegistrySettings();
        services.AddBackgroundFaults();
        services.TryAddSingleton(Random.Shared);
        services.TryAddSingleton<ILivenessEvidence>(NoLivenessEvidence.Instance);
        services.AddSingleton<MembershipWatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<MembershipWatcher>());
        services.AddHostedService<LeaseSweeper>();
        return services;
    }

    /// <summary>
    /// Keeps <see cref="StoreClock"/> up to date, and logs when this process's clock differs from it. Requires an
    /// <see cref="IServerRegistry"/>.
    /// </summary>
    public static IServiceCollection AddStoreClock(this IServiceCollection services)
    {
        services.AddRegistrySettings();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<StoreClock>();
        services.AddSingleton<StoreClockWatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<StoreClockWatcher>());
        return services;
    }

    /// <summary>
    /// Makes this process a gateway of a cluster: it watches the membership, the health of servers, and the load of other gateways,
    /// publishes snapshots, and counts requests. Requires an <see cref="IServerRegistry"/> with the other ports of the shared state, and an
    /// <see cref="IServerProbe"/>.
    /// </summary>
    internal static IServiceCollection AddGatewayCluster(this IServiceCollection services)
    {
        services.AddBackgroundFaults();
        services.AddIdentity();
        services.AddEvents();
        services.AddChecks();
        services.AddHealthLog();
        services.AddHealth();
        services.AddClusterState();
        services.AddStatistics();
        services.AddRetries();
        return services;
    }

    /// <summary>Binds and validates <see cref="RegistryOptions"/>. May be called more than once.</summary>
    internal static void AddRegistrySettings(this IServiceCollection services) =>
        services.AddSettings<RegistryOptions, RegistryOptions.Rules>(
            RegistryOptions.Section, static (settings, options) => settings.Bind(options));
}
