using System.Globalization;
using LoadBalancer.AppHost.Exits;

namespace LoadBalancer.AppHost.Ports;

/// <summary>Checks, before anything is started, whether the dashboard can listen on its port.</summary>
internal sealed class DashboardPort(Func<int, PortState> probe)
{
    /// <exception cref="StartException">The dashboard cannot listen on its port.</exception>
    public void Ensure(int port, int firstGatewayPort, int gateways)
    {
        if (port >= firstGatewayPort && port < firstGatewayPort + gateways)
        {
            throw Unusable(
                port, "is also a gateway's port: choose another port with --dashboard-port, or move the gateways with --gateway-port.");
        }

        switch (probe(port))
        {
            case PortState.Taken:
                throw Unusable(port, "is in use by another process: stop that process, or choose another port with --dashboard-port.");
            case PortState.NotPermitted:
                throw Unusable(port, "requires privileges that this user does not have: choose another port with --dashboard-port.");
        }
    }

    private static StartException Unusable(int port, string why) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Dashboard port {port} {why}"));
}
