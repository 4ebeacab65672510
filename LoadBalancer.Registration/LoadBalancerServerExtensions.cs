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

/// <summary>Extension methods that make a web application a server of a LoadBalancer cluster.</summary>
public static class LoadBalancerServerExtensions
{
    /// <summary>
    /// Makes this application a server behind the gateways of a cluster: it connects to the cluster's Redis, registers the address that it
    /// listens on, renews its lease, serves a health endpoint, and drains when it is stopped. Settings: section <c>Registration</c>.
    /// </summary>
    /// <remarks>
    /// The health endpoint runs the application's health checks: 200 if none of them is unhealthy, otherwise 503. If the application has
    /// its own endpoint at that path, that endpoint is used instead. Only the registry uses the connection; other connections that the
    /// application registers are not used.
    /// </remarks>
    /// <param name="builder">The application builder.</param>
    /// <param name="connectionName">
    /// The name of the connection string of the cluster's Redis, <c>ConnectionStrings:NAME</c>, as Aspire sets it.
    /// </param>
    /// <param name="configure">Configures options in addition to the section <c>Registration</c>, or overrides them.</param>
    /// <returns>The application builder.</returns>
    /// <exception cref="SettingException">
    /// The connection string is missing or invalid, or a setting of the sections <c>Registration</c> or <c>Registry</c> is not allowed. If
    /// the exception is not caught, the process writes the message to standard error and ends with exit code 2.
    /// </exception>
    public static TBuilder AddLoadBalancerServer<TBuilder>(
        this TBuilder builder, string connectionName = "redis", Action<RegistrationOptions>? configure = null)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionName);
        UnhandledSettingException.Explain();
        builder.Services.AddRedisRegistry(Read(connectionName, builder.Configuration, configure));
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
    /// Reads the connection, and reports problems immediately that the host would find at start and report with several stack traces.
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
