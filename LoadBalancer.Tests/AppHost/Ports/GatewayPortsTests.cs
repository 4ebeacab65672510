using LoadBalancer.AppHost.Exits;
using LoadBalancer.AppHost.Ports;
using LoadBalancer.Tests.AppHost.Output;

namespace LoadBalancer.Tests.AppHost.Ports;

public sealed class GatewayPortsTests
{
    private readonly RecordedOutput _output = new();

    [Fact]
    public void Choose_AllFree_KeepsThePort()
    {
        Assert.Equal(80, Ports(_ => PortState.Free).Choose(80, 3));
        Assert.Empty(_output.ErrorLines);
    }

    [Fact]
    public void Choose_NotPermitted_FallsBackAndNamesTheRemedy()
    {
        var chosen = Ports(port => port < 1024 ? PortState.NotPermitted : PortState.Free).Choose(80, 1);

        Assert.Equal(8080, chosen);
        var warning = Assert.Single(_output.ErrorLines);
        Assert.Contains("port 80 requires privileges that this user does not have; using 8080 instead", warning, StringComparison.Ordinal);
        Assert.Contains("sysctl net.ipv4.ip_unprivileged_port_start=80", warning, StringComparison.Ordinal);
        Assert.Contains("setcap cap_net_bind_service=+ep ", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_OnlyTheFirstReplicaNotPermitted_MovesThemTogether()
    {
        Assert.Equal(8080, Ports(port => port < 1024 ? PortState.NotPermitted : PortState.Free).Choose(1023, 2));
    }

    [Theory]
    [InlineData(9000)]
    [InlineData(9002)]
    public void Choose_ReplicaPortInUse_NamesThePort(int taken)
    {
        var failure = Assert.Throws<StartException>(() => Ports(port => port == taken ? PortState.Taken : PortState.Free).Choose(9000, 3));

        Assert.StartsWith($"Gateway port {taken} is in use", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_SeveralReplicaPortsInUse_NamesThePorts()
    {
        var failure = Assert.Throws<StartException>(() => Ports(port => port == 9001 ? PortState.Free : PortState.Taken).Choose(9000, 3));

        Assert.StartsWith("Gateway ports 9000, 9002 are in use", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_FallbackInUse_NamesTheFallback()
    {
        var failure = Assert.Throws<StartException>(
            () => Ports(port => port < 1024 ? PortState.NotPermitted : PortState.Taken).Choose(80, 1));

        Assert.StartsWith("Gateway port 8080 is in use", failure.Message, StringComparison.Ordinal);
    }

    private GatewayPorts Ports(Func<int, PortState> probe) => new(probe, _output);
}
