using LoadBalancer.Cluster.Settings;
using LoadBalancer.Redis;
using LoadBalancer.Redis.Connections;
using LoadBalancer.Registration;
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
        UnhandledSettingException.Explain();
        RegistryConnection.AddOwn(builder.Services, Read(connectionName, builder.Configuration, configure));
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

    /// <summary>
    /// Reads the connection, and finds at once what the host would find when it starts, and would tell with several stack traces.
    /// </summary>
    private static RedisConnection Read(string connectionName, IConfiguration configuration, Action<RegistrationOptions>? configure)
    {
        var mistakes = new List<string>();
        RedisConnection? connection = null;
        try
        {
            connection = RedisConnection.Read(connectionName, configuration);
        }
        catch (SettingException exception)
        {
            mistakes.AddRange(exception.Failures);
        }

        mistakes.AddRange(Check(configuration, configure));
        return mistakes.Count == 0 ? connection! : throw new SettingException(mistakes);
    }

    private static IEnumerable<string> Check(IConfiguration configuration, Action<RegistrationOptions>? configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton(configuration);
        AddServer(services, configure);
        using var provider = services.BuildServiceProvider();
        try
        {
            provider.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return exception.Failures;
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            return exception.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures);
        }
    }
}
