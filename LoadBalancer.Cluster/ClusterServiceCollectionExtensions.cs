using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Settings;
using LoadBalancer.Cluster.Watching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster;

/// <summary>Makes an application part of a cluster.</summary>
public static class ClusterServiceCollectionExtensions
{
    /// <summary>
    /// Keeps <see cref="MembershipWatcher.Current"/> up to date and sweeps expired leases. Requires an <see cref="IServerRegistry"/>.
    /// </summary>
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

    /// <summary>Binds and validates <see cref="RegistryOptions"/>. May be called more than once.</summary>
    internal static void AddRegistrySettings(this IServiceCollection services)
    {
        services.AddSettings<RegistryOptions>(RegistryOptions.Section);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RegistryOptions>, RegistryOptionsValidator>());
    }
}
