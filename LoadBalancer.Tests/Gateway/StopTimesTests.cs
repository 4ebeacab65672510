using LoadBalancer.Aspire.Hosting.Stopping;
using LoadBalancer.Proxy.Draining;
using LoadBalancer.Tests.Deployment;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Tests.Gateway;

/// <summary>Tests that those who stop a gateway wait for as long as it needs by default.</summary>
public sealed class StopTimesTests
{
    private static readonly TimeSpan Needed = new DrainOptions().DrainTimeout + GatewayDrain.Afterwards;

    [Fact]
    public void AppHost_StopsAGateway_WaitsLongEnough() => Assert.True(GracefulStop.Deadline > Needed);

    [Fact]
    public void Containers_StopAGateway_WaitLongEnough() => Assert.True(TimeSpan.FromSeconds(ContainerRules.StopSeconds) > Needed);

    [Fact]
    public async Task Host_OfAGateway_HasTheTimeForItsDrain()
    {
        await using var gateway = new ComposedGateway(TimeProvider.System, ("Gateway:DrainTimeout", "00:10:00"));

        Assert.Equal(TimeSpan.FromMinutes(10) + GatewayDrain.Afterwards, gateway.Part<IOptions<HostOptions>>().Value.ShutdownTimeout);
    }
}
