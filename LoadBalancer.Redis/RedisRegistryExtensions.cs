using LoadBalancer.Cluster;
using LoadBalancer.Cluster.Changes;
using LoadBalancer.Cluster.Checks;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Observed;
using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Cluster.Tail;
using LoadBalancer.Cluster.Telemetry;
using LoadBalancer.Cluster.Verdicts;
using LoadBalancer.Redis.Connections;
using LoadBalancer.Redis.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LoadBalancer.Redis;

/// <summary>Extension methods that add the shared state of a cluster in Redis.</summary>
public static class RedisRegistryExtensions
{
    /// <summary>
    /// Adds the shared state of a cluster in Redis (membership, counters, statistics, events, checks, wanted replicas, the exchange between
    /// gateways, the tail of requests). It connects on first use, with the application's <c>ConfigurationOptions</c>, as Aspire's client
    /// integration registers them, or with the connection of <c>AddLoadBalancerServer</c>. The connection is its own, since it is replaced
    /// in a failover.
    /// </summary>
    public static IServiceCollection AddRedisRegistry(this IServiceCollection services)
    {
        services.AddRegistrySettings();
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddMetrics();
        services.AddBackgroundFaults();
        services.AddRegistryConnection();
        services.TryAddSingleton<IStoreClient>(provider => provider.GetRequiredService<RegistryConnection>());
        services.TryAddSingleton<StoreOperations>();
        services.AddObserved<IServerRegistry, RedisServerRegistry>((store, operations) => new ObservedServerRegistry(store, operations));
        services.AddObserved<ICounterStore, RedisCounterStore>((store, operations) => new ObservedCounterStore(store, operations));
        services.AddObserved<IEventLog, RedisEventLog>((store, operations) => new ObservedEventLog(store, operations));
        services.AddObserved<IChangeLog, RedisChangeLog>((store, operations) => new ObservedChangeLog(store, operations));
        services.AddObserved<IVerdictLog, RedisVerdictLog>((store, operations) => new ObservedVerdictLog(store, operations));
        services.AddObserved<IReplicaStore, RedisReplicaStore>((store, operations) => new ObservedReplicaStore(store, operations));
        services.AddObserved<ICheckStore, RedisCheckStore>((store, operations) => new ObservedCheckStore(store, operations));
        services.AddObserved<IHealthLog, RedisHealthLog>((store, operations) => new ObservedHealthLog(store, operations));
        services.AddObserved<IGatewayExchange, RedisGatewayExchange>((store, operations) => new ObservedGatewayExchange(store, operations));
        services.AddObserved<IStatisticsStore, RedisStatisticsStore>((store, operations) => new ObservedStatisticsStore(store, operations));
        services.AddObserved<ITailStore, RedisTailStore>((store, operations) => new ObservedTailStore(store, operations));
        return services;
    }

    /// <summary>Adds the shared state of a cluster in the Redis of a connection, whatever other Redis the application uses.</summary>
    public static IServiceCollection AddRedisRegistry(this IServiceCollection services, RedisConnection connection)
    {
        services.AddRegistryConnection(connection);
        return services.AddRedisRegistry();
    }

    private static void AddObserved<TPort, TStore>(this IServiceCollection services, Func<TStore, StoreOperations, TPort> observe)
        where TPort : class
        where TStore : class => services.TryAddSingleton(
            provider => observe(
                ActivatorUtilities.CreateInstance<TStore>(provider),
                provider.GetRequiredService<StoreOperations>()));
}
