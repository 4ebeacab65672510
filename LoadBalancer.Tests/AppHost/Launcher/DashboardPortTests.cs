using LoadBalancer.AppHost.Launcher;
using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.Tests.AppHost.Launcher;

public sealed class DashboardPortTests
{
    [Fact]
    public void Ensure_Free_IsSilent() => Ensure(PortState.Free);

    [Theory]
    [InlineData("Taken", "is taken by another process")]
    [InlineData("NotPermitted", "is not permitted to this user")]
    public void Ensure_Unusable_NamesPortAndArgument(string state, string why)
    {
        var failure = Assert.Throws<LaunchException>(() => Ensure(Enum.Parse<PortState>(state)));

        Assert.StartsWith($"Dashboard port 9000 {why}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--dashboard-port", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ensure_PortOfAGateway_NamesTheGateway()
    {
        var failure = Assert.Throws<LaunchException>(() => Ensure(PortState.Free, gatewayPort: 8999));

        Assert.StartsWith("Dashboard port 9000 is that of gateway-2", failure.Message, StringComparison.Ordinal);
    }

    private static void Ensure(PortState state, int gatewayPort = 80) => new DashboardPort(_ => state)
        .Ensure(ClusterTopology.Describe(new TopologyOptions { Gateways = 2, GatewayPort = gatewayPort, DashboardPort = 9000 }));
}
