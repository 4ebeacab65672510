using LoadBalancer.Registry;
using LoadBalancer.Registry.Redis;
using LoadBalancer.Registry.Redis.Connections;
using LoadBalancer.Registry.Registration;
using LoadBalancer.Registry.Settings;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.Hosting;

/// <summary>Makes a web application a server of a LoadBalancer cluster.</summary>
public static class LoadBalancerServerExtensions
{
    /// <summary>
    /// Makes this application a server behind the gateways of a cluster: it connects to the cluster's Redis, registers the address that it
    /// listens on,
    /// renews its lease, serves a health endpoint, and drains when it is stopped. Settings: section <c>Registration</c>.
    /// </summary>
    /// <remarks>
    /// The health endpoint runs the application's health checks: 200 while none of them is unhealthy, else 503. An endpoint of the
    /// application's own at
    /// that path takes its place. The connection is the registry's alone; others that the application registers are not used.
    /// </remarks>
    /// <param name="builder">The application.</param>
    /// <param name="connectionName">
    /// The name of the connection string of the cluster's Redis, <c>ConnectionStrings:NAME</c>, as Aspire sets it.
    /// </param>
    /// <param name="configure">Sets what the section <c>Registration</c> does not, or otherwise.</param>
    /// <returns>The application.</returns>
    /// <exception cref="SettingException">The connection string is missing or cannot be understood.</exception>
    public static TBuilder AddLoadBalancerServer<TBuilder>(
        this TBuilder builder, string connectionName = "redis", Action<RegistrationOptions>? configure = null)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionName);
        RegistryConnection.AddOwn(builder.Services, RedisConnection.Read(connectionName, builder.Configuration));
        builder.Services.AddRedisRegistry();
        builder.Services.AddServerRegistration();
        builder.Services.AddHealthChecks();
        builder.Services.AddOptions<RegistrationOptions>()
            .Configure(configure ?? (_ => { }))
            .PostConfigure(options => options.HealthPath ??= RegistrationOptions.DefaultHealthPath);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, HealthStartupFilter>());
        return builder;
    }
}
