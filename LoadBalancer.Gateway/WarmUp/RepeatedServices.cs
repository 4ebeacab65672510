using System.Diagnostics.Metrics;
using LoadBalancer.Gateway.Configuration;
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
        return services.PostConfigure<GatewayOptions>(Loosen);
    }

    /// <summary>What is meant for clients and servers could end what is slow only because nothing of it is compiled yet.</summary>
    private static void Loosen(GatewayOptions options)
    {
        var defaults = new GatewayOptions();
        var rate = options.Limits.RequestRate > 0 ? MostOfLimits : 0;
        options.Limits = new() { RequestRate = rate, RequestBurst = rate };
        (options.Retries, options.ActivityTimeout, options.ConnectTimeout) = (defaults.Retries, defaults.ActivityTimeout, TimeSpan.FromMinutes(1));
    }
}
