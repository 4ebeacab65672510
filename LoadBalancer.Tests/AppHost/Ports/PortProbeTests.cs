using System.Net;
using System.Net.Sockets;
using LoadBalancer.AppHost.Ports;

namespace LoadBalancer.Tests.AppHost.Ports;

public sealed class PortProbeTests
{
    [Fact]
    public void Probe_ListenerOnLoopback_IsTaken()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        Assert.Equal(PortState.Taken, PortProbe.Probe(((IPEndPoint)listener.LocalEndpoint).Port));
    }
}
