using System.Diagnostics.Metrics;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Upstreams;
using Microsoft.Extensions.Logging.Abstractions;

namespace LoadBalancer.Gateway.WarmUp;

/// <summary>
/// Copies the services of a gateway in order to build a second one, with its own counts, connections, and limits, which do not appear in
/// those of the gateway. Its hosted services are not started, so it does not flush, probe, or exchange anything.
/// </summary>
internal static class RepeatedServices
{
    private const int MostOfLimits = 1_000_000;

    /// <param name="gateway">The gateway's services.</param>
    /// <param name="configuration">The gateway's configuration, which is disposed with the gateway only.</param>
    public static IServiceCollection Of(IServiceCollection gateway, IConfiguration configuration)
    {
        IServiceCollection services = new ServiceCollection();
        foreach (var service in gateway)
        {
            services.Add(service);
        }

        services.AddSingleton(configuration);
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton<IMeterFactory, UnheardMeters>();
        return services.PostConfigure<LimitsOptions>(Loosen)
            .PostConfigure<TimeoutOptions>(Loosen)
            .PostConfigure<ConnectOptions>(Loosen)
            .PostConfigure<RetryOptions>(Loosen);
    }

    /// <summary>
    /// Relaxes limits meant for clients and servers, which could end requests that are slow only because their code is not compiled yet.
    /// </summary>
    private static void Loosen(LimitsOptions options)
    {
        var rate = options.RequestRate > 0 ? MostOfLimits : 0;
        Reset(options);
        options.RequestRate = rate;
        options.RequestBurst = rate;
    }

    private static void Loosen(TimeoutOptions options) => Reset(options);

    private static void Loosen(ConnectOptions options) => options.ConnectTimeout = TimeSpan.FromMinutes(1);

    private static void Loosen(RetryOptions options) => Reset(options);

    /// <summary>Resets options to their defaults.</summary>
    private static void Reset<TOptions>(TOptions options)
        where TOptions : new()
    {
        var defaults = new TOptions();
        foreach (var property in typeof(TOptions).GetProperties())
        {
            property.SetValue(options, property.GetValue(defaults));
        }
    }
}
