using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Gateway.WarmUp;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Proxy.Upstreams;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Tests.Gateway.WarmUp;

public sealed class RepeatedServicesTests
{
    [Fact]
    public async Task Of_GatewayWithTightLimits_HasLimitsThatEndNothing()
    {
        await using var gateway = new ComposedGateway(
            TimeProvider.System,
            ("Gateway:Limits:HeaderCount", "1"),
            ("Gateway:Limits:RequestTimeout", "00:00:00.100"),
            ("Gateway:Limits:RequestRate", "0.001"),
            ("Gateway:ActivityTimeout", "00:00:00.100"),
            ("Gateway:ConnectTimeout", "00:00:00.010"),
            ("Gateway:Retries:MaxAttempts", "1"));
        await using var repeated = RepeatedServices.Of(gateway.Services, gateway.Configuration).BuildServiceProvider();

        var limits = OptionsOf<LimitsOptions>(repeated);
        Assert.Equal((100, TimeSpan.Zero), (limits.HeaderCount, limits.RequestTimeout));
        Assert.Equal((1_000_000, 1_000_000), (limits.RequestRate, limits.RequestBurst));
        Assert.Equal(new TimeoutOptions().ToTimeouts(), OptionsOf<TimeoutOptions>(repeated).ToTimeouts());
        Assert.Equal(TimeSpan.FromMinutes(1), OptionsOf<ConnectOptions>(repeated).ConnectTimeout);
        Assert.Equal(3, OptionsOf<RetryOptions>(repeated).MaxAttempts);
        Assert.Equal(1, gateway.Part<IOptions<RetryOptions>>().Value.MaxAttempts);
    }

    [Fact]
    public async Task Of_GatewayWithoutARate_HasNone()
    {
        await using var gateway = new ComposedGateway(TimeProvider.System);
        await using var repeated = RepeatedServices.Of(gateway.Services, gateway.Configuration).BuildServiceProvider();

        Assert.Equal(0, OptionsOf<LimitsOptions>(repeated).RequestRate);
    }

    [Fact]
    public async Task Of_Gateway_CountsSeparately()
    {
        await using var gateway = new ComposedGateway(TimeProvider.System);
        await using var repeated = RepeatedServices.Of(gateway.Services, gateway.Configuration).BuildServiceProvider();

        repeated.GetRequiredService<Rejections>().Add(RejectionReason.Rate);

        Assert.Equal(0, gateway.Part<Rejections>().Total);
    }

    private static TOptions OptionsOf<TOptions>(IServiceProvider services)
        where TOptions : class => services.GetRequiredService<IOptions<TOptions>>().Value;
}
