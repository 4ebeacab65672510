using LoadBalancer.Registry.Changes;
using LoadBalancer.Registry.Counters;
using LoadBalancer.Registry.Events;
using LoadBalancer.Registry.Gateways;
using LoadBalancer.Registry.Redis;
using LoadBalancer.Registry.Registration;
using LoadBalancer.Registry.Replicas;
using LoadBalancer.Registry.Settings;
using LoadBalancer.Registry.Statistics;
using LoadBalancer.Registry.Telemetry;
using LoadBalancer.Registry.Verdicts;
using LoadBalancer.Registry.Watching;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Registry;

/// <summary>Adds the shared state to an application.</summary>
public static class RegistryServiceCollectionExtensions
{
    /// <summary>
    /// Adds all that a cluster shares in Redis (membership, counters, statistics, events, wanted replicas, the exchange between gateways),
    /// over the
    /// <c>IConnectionMultiplexer</c> that the application has registered, or the one of <c>AddLoadBalancerServer</c>.
    /// </summary>
    public static IServiceCollection AddRedisRegistry(this IServiceCollection services)
    {
        services.AddRegistrySettings();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton<StoreOperations>();
        services.AddObserved<IServerRegistry, RedisServerRegistry>((store, operations) => new ObservedServerRegistry(store, operations));
        services.AddObserved<ICounterStore, RedisCounterStore>((store, operations) => new ObservedCounterStore(store, operations));
        services.AddObserved<IEventLog, RedisEventLog>((store, operations) => new ObservedEventLog(store, operations));
        services.AddObserved<IChangeLog, RedisChangeLog>((store, operations) => new ObservedChangeLog(store, operations));
        services.AddObserved<IVerdictLog, RedisVerdictLog>((store, operations) => new ObservedVerdictLog(store, operations));
        services.AddObserved<IReplicaStore, RedisReplicaStore>((store, operations) => new ObservedReplicaStore(store, operations));
        services.AddObserved<IGatewayExchange, RedisGatewayExchange>((store, operations) => new ObservedGatewayExchange(store, operations));
        services.AddObserved<IStatisticsStore, RedisStatisticsStore>((store, operations) => new ObservedStatisticsStore(store, operations));
        return services;
    }

    /// <summary>
    /// Makes this process a server of the cluster: it registers itself once it listens, renews its lease, and on
    /// shutdown drains before it stops listening and leaves at the end. On its health endpoint it shows gateways which process it is. Needs an <see cref="IServerRegistry"/>.
    /// </summary>
    public static IServiceCollection AddServerRegistration(this IServiceCollection services)
    {
        services.AddSettings<RegistrationOptions>(RegistrationOptions.Section)
            .PostConfigure<IConfiguration>((options, configuration) => options.Id ??= configuration["SERVER_ID"])
            .PostConfigure(options => options.Id ??= Environment.MachineName.ToLowerInvariant());
        services.AddSingleton<IValidateOptions<RegistrationOptions>, RegistrationOptionsValidator>();
        services.AddOptions<HostOptions>().Configure<IOptions<RegistrationOptions>>((host, registration) =>
            host.ShutdownTimeout = registration.Value.DrainDelay + registration.Value.DrainTimeout);
        services.TryAddSingleton<AdvertisedUrl>();
        services.TryAddSingleton<ServerInstance>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, InstanceStartupFilter>());
        services.AddHostedService<ServerRegistrar>();
        return services;
    }

    /// <summary>Keeps <see cref="MembershipWatcher.Current"/> up to date and sweeps expired leases. Needs an <see cref="IServerRegistry"/>.</summary>
    public static IServiceCollection AddMembershipWatcher(this IServiceCollection services)
    {
        services.AddRegistrySettings();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ILivenessEvidence>(NoLivenessEvidence.Instance);
        services.AddSingleton<MembershipWatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<MembershipWatcher>());
        services.AddHostedService<LeaseSweeper>();
        return services;
    }

    private static void AddObserved<TPort, TStore>(this IServiceCollection services, Func<TStore, StoreOperations, TPort> observe)
        where TPort : class
        where TStore : class => services.TryAddSingleton(
            provider => observe(
                ActivatorUtilities.CreateInstance<TStore>(provider, RegistryConnection.Of(provider)), provider.GetRequiredService<StoreOperations>()));

    private static void AddRegistrySettings(this IServiceCollection services)
    {
        services.AddSettings<RegistryOptions>(RegistryOptions.Section);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RegistryOptions>, RegistryOptionsValidator>());
    }
}
