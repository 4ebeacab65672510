using System.Globalization;
using LoadBalancer.AppHost.Exits;

namespace LoadBalancer.AppHost.Ports;

/// <summary>Looks whether the dashboard could listen before anything is started.</summary>
internal sealed class DashboardPort(Func<int, PortState> probe)
{
    /// <exception cref="StartException">It could not.</exception>
    public void Ensure(int port, int firstGatewayPort, int gateways)
    {
        if (port >= firstGatewayPort && port < firstGatewayPort + gateways)
        {
            throw Unusable(port, "is the port of a gateway: choose another with --dashboard-port, or other ones for the gateways with --gateway-port.");
        }

        switch (probe(port))
        {
            case PortState.Taken:
                throw Unusable(port, "is taken by another process: end that one, or choose another with --dashboard-port.");
            case PortState.NotPermitted:
                throw Unusable(port, "is not permitted to this user: choose another with --dashboard-port.");
        }
    }

    private static StartException Unusable(int port, string why) => new(string.Create(CultureInfo.InvariantCulture, $"Dashboard port {port} {why}"));
}
