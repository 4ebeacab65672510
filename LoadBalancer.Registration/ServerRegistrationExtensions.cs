using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Settings;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Registration;

/// <summary>Extension methods that register an application that already has the shared state of a cluster.</summary>
public static class ServerRegistrationExtensions
{
    /// <summary>
    /// Makes this process a server of the cluster: it registers itself when it listens, renews its lease, drains on shutdown before it
    /// stops listening, and leaves at the end. Its health endpoint identifies its process to gateways. Requires an
    /// <see cref="IServerRegistry"/>.
    /// </summary>
    public static IServiceCollection AddServerRegistration(this IServiceCollection services)
    {
        services.AddSettings<RegistrationOptions, RegistrationOptions.Rules>(
            RegistrationOptions.Section, static (settings, options) => settings.Bind(options))
            .PostConfigure<IConfiguration>((options, configuration) => options.Id ??= configuration["SERVER_ID"])
            .PostConfigure(options => options.Id ??= Environment.MachineName.ToLowerInvariant());
        services.AddOptions<HostOptions>().Configure<IOptions<RegistrationOptions>>((host, registration) =>
            host.ShutdownTimeout = registration.Value.DrainDelay + registration.Value.DrainTimeout);
        services.AddBackgroundFaults();
        services.TryAddSingleton<AdvertisedUrl>();
        services.TryAddSingleton<ServerInstance>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, InstanceStartupFilter>());
        services.AddHostedService<ServerRegistrar>();
        return services;
    }
}
