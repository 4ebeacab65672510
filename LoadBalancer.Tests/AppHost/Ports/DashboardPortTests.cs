using LoadBalancer.AppHost.Exits;
using LoadBalancer.AppHost.Ports;

namespace LoadBalancer.Tests.AppHost.Ports;

public sealed class DashboardPortTests
{
    [Fact]
    public void Ensure_FreePort_ReportsNothing() => Ensure(PortState.Free);

    [Theory]
    [InlineData("Taken", "is in use by another process")]
    [InlineData("NotPermitted", "requires privileges that this user does not have")]
    public void Ensure_Unusable_NamesPortAndArgument(string state, string why)
    {
        var failure = Assert.Throws<StartException>(() => Ensure(Enum.Parse<PortState>(state)));

        Assert.StartsWith($"Dashboard port 9000 {why}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--dashboard-port", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ensure_GatewayPort_ReportsIt()
    {
        var failure = Assert.Throws<StartException>(() => Ensure(PortState.Free, gatewayPort: 8999));

        Assert.StartsWith("Dashboard port 9000 is also a gateway's port", failure.Message, StringComparison.Ordinal);
    }

    private static void Ensure(PortState state, int gatewayPort = 80) =>
        new DashboardPort(_ => state).Ensure(9000, gatewayPort, gateways: 2);
}
