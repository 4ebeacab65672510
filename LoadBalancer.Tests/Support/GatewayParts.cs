using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Proxy.Clients;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Tests.Support;

/// <summary>Creates parts of a gateway by hand, with default settings.</summary>
internal static class GatewayParts
{
    public static IOptions<TOptions> Defaults<TOptions>()
        where TOptions : class, new() => Options.Create(new TOptions());

    public static GatewayIdentity Identity(string id) => new(Options.Create(new IdentityOptions { Id = id }));

    public static TrustedProxies Trusted(params string[] networks) => new(Options.Create(new ClientOptions { TrustedProxies = networks }));

    public static HealthMonitor Health(TimeProvider time) =>
        new(Defaults<HealthOptions>(), Defaults<ConnectOptions>(), time, NullLogger<HealthMonitor>.Instance);

    public static RetryPolicy Retries(TimeProvider time, int budgetFloor = 3) =>
        new(Options.Create(new RetryOptions { BudgetFloor = budgetFloor }), canRefuseStreams: false, time);
}
