using LoadBalancer.Registry;
using LoadBalancer.Registry.Redis;
using LoadBalancer.Registry.Redis.Connections;
using LoadBalancer.Registry.Registration;
using LoadBalancer.Registry.Settings;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.Hosting;

/// <summary>Makes a web application a server of a LoadBalancer cluster.</summary>
public static class LoadBalancerServerExtensions
{
    /// <summary>
    /// Makes this application a server behind the gateways of a cluster: it connects to the cluster's Redis, registers the address that it
    /// listens on, renews its lease, serves a health endpoint, and drains when it is stopped. Settings: section <c>Registration</c>.
    /// </summary>
    /// <remarks>
    /// The health endpoint runs the application's health checks: 200 while none of them is unhealthy, else 503. An endpoint of the
    /// application's own at that path takes its place. The connection is the registry's alone; others that the application registers are
    /// not used.
    /// </remarks>
    /// <param name="builder">The application.</param>
    /// <param name="connectionName">
    /// The name of the connection string of the cluster's Redis, <c>ConnectionStrings:NAME</c>, as Aspire sets it.
    /// </param>
    /// <param name="configure">Sets what the section <c>Registration</c> does not, or otherwise.</param>
    /// <returns>The application.</returns>
    /// <exception cref="SettingException">
    /// The connection string is missing or cannot be understood, or a setting of the sections <c>Registration</c> or <c>Registry</c> is not
    /// allowed. Where nothing catches it, the process writes the message to standard error and ends with exit code 2.
    /// </exception>
    public static TBuilder AddLoadBalancerServer<TBuilder>(
        this TBuilder builder, string connectionName = "redis", Action<RegistrationOptions>? configure = null)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionName);
        UnhandledSettingException.IsExplained();
        RegistryConnection.AddOwn(builder.Services, RedisConnection.Read(connectionName, builder.Configuration));
        Check(builder.Configuration, configure);
        AddServer(builder.Services, configure);
        builder.Services.AddHealthChecks();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, HealthStartupFilter>());
        return builder;
    }

    private static void AddServer(IServiceCollection services, Action<RegistrationOptions>? configure)
    {
        services.AddRedisRegistry();
        services.AddServerRegistration();
        services.AddOptions<RegistrationOptions>()
            .Configure(configure ?? (_ => { }))
            .PostConfigure(options => options.HealthPath ??= RegistrationOptions.DefaultHealthPath);
    }

    /// <summary>Finds at once what the host would find when it starts, and would tell with several stack traces.</summary>
    private static void Check(IConfiguration configuration, Action<RegistrationOptions>? configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton(configuration);
        AddServer(services, configure);
        using var provider = services.BuildServiceProvider();
        try
        {
            provider.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (OptionsValidationException exception)
        {
            throw new SettingException(string.Join(Environment.NewLine, exception.Failures), exception);
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            var failures = exception.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures);
            throw new SettingException(string.Join(Environment.NewLine, failures), exception);
        }
    }
}
