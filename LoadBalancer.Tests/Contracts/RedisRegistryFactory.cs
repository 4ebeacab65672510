using LoadBalancer.Cluster.Changes;
using LoadBalancer.Cluster.Checks;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Cluster.Tail;
using LoadBalancer.Cluster.Verdicts;
using LoadBalancer.Redis.Connections;
using LoadBalancer.Redis.Stores;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Contracts;

/// <summary>Creates registries on a store that all tests share, each for its own cluster.</summary>
internal static class RedisRegistryFactory
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    public static string NewCluster() => $"test-{Guid.NewGuid():N}";

    public static IServerRegistry Registry(IConnectionMultiplexer connection, string? cluster = null, TimeProvider? timeProvider = null) =>
        new RedisServerRegistry(
            Of(connection),
            Options(cluster),
            timeProvider ?? TimeProvider.System,
            NullLogger<RedisMembershipReader>.Instance,
            NullLogger<RedisStoreTime>.Instance);

    public static IEventLog Events(IConnectionMultiplexer connection, string cluster) =>
        new RedisEventLog(Of(connection), Options(cluster));

    public static IVerdictLog Verdicts(IConnectionMultiplexer connection, string cluster) =>
        new RedisVerdictLog(Of(connection), Options(cluster));

    public static ICheckStore Checks(IConnectionMultiplexer connection, string cluster) =>
        new RedisCheckStore(Of(connection), Options(cluster));

    public static IHealthLog Health(IConnectionMultiplexer connection, string cluster) =>
        new RedisHealthLog(Of(connection), Options(cluster));

    public static ITailStore Tail(IConnectionMultiplexer connection, string cluster) =>
        new RedisTailStore(Of(connection), Options(cluster));

    public static IChangeLog Changes(IConnectionMultiplexer connection, string cluster) =>
        new RedisChangeLog(Of(connection), Options(cluster), TimeProvider.System);

    public static IReplicaStore Replicas(IConnectionMultiplexer connection, string cluster) =>
        new RedisReplicaStore(Of(connection), Options(cluster), TimeProvider.System);

    public static ICounterStore Counters(IConnectionMultiplexer connection, string? cluster = null) =>
        new RedisCounterStore(Of(connection), Options(cluster));

    public static IStatisticsStore Statistics(IConnectionMultiplexer connection, string? cluster = null) =>
        new RedisStatisticsStore(Of(connection), Options(cluster), NullLogger<RedisStatisticsStore>.Instance);

    public static IGatewayExchange Gateways(IConnectionMultiplexer connection, string cluster) =>
        new RedisGatewayExchange(Of(connection), Options(cluster), TimeProvider.System);

    /// <summary>Uses a connection that all tests share, and that is never replaced.</summary>
    public static RegistryConnection Of(IConnectionMultiplexer connection) => new(
        connection, () => Task.FromException<IConnectionMultiplexer>(new RedisException("The connection is shared.")), TimeProvider.System,
        LoopLogs.Of<RegistryConnection>());

    /// <summary>Waits for a tick of the store's clock, which is the real one.</summary>
    public static async Task PassTimeAsync()
    {
        using var timer = new PeriodicTimer(Step);
        await timer.WaitForNextTickAsync();
    }

    private static IOptions<RegistryOptions> Options(string? cluster) =>
        Microsoft.Extensions.Options.Options.Create(new RegistryOptions { Cluster = cluster ?? NewCluster() });
}
