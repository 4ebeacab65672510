using System.Diagnostics.Metrics;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Upstreams;
using Microsoft.Extensions.Logging.Abstractions;

namespace LoadBalancer.Gateway.WarmUp;

/// <summary>
/// What a gateway is put together from, to be put together once more: with counts, connections and limits of its own, none of which
/// is seen in those of the gateway. What is hosted nobody starts, so nothing is flushed, probed or exchanged for it.
/// </summary>
internal static class RepeatedServices
{
    private const int MostOfLimits = 1_000_000;

    /// <param name="gateway">The gateway's services.</param>
    /// <param name="configuration">Its configuration, which ends with it and with nothing else.</param>
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
            .PostConfigure<UpstreamOptions>(Loosen)
            .PostConfigure<ConnectOptions>(Loosen)
            .PostConfigure<RetryOptions>(Loosen);
    }

    /// <summary>What is meant for clients and servers could end what is slow only because nothing of it is compiled yet.</summary>
    private static void Loosen(LimitsOptions options)
    {
        var rate = options.RequestRate > 0 ? MostOfLimits : 0;
        Reset(options);
        options.RequestRate = rate;
        options.RequestBurst = rate;
    }

    private static void Loosen(UpstreamOptions options)
    {
        options.ActivityTimeout = new UpstreamOptions().ActivityTimeout;
    }

    private static void Loosen(ConnectOptions options) => options.ConnectTimeout = TimeSpan.FromMinutes(1);

    private static void Loosen(RetryOptions options) => Reset(options);

    /// <summary>Takes the defaults.</summary>
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
