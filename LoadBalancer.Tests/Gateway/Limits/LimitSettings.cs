using LoadBalancer.Gateway.Clients;
using LoadBalancer.Gateway.Configuration;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Tests.Gateway.Limits;

/// <summary>Settings with limits that a test changes.</summary>
internal static class LimitSettings
{
    public static IOptions<GatewayOptions> With(Action<LimitsOptions> change, params string[] trusted)
    {
        var options = new GatewayOptions { TrustedProxies = trusted };
        change(options.Limits);
        return Options.Create(options);
    }

    public static TrustedProxies Trusted(this IOptions<GatewayOptions> options) => new(options);
}
