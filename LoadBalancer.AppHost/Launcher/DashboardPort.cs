using System.Globalization;
using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.AppHost.Launcher;

/// <summary>Looks whether the dashboard could listen before anything is started.</summary>
internal sealed class DashboardPort(Func<int, PortState> probe)
{
    /// <exception cref="LaunchException">It could not.</exception>
    public void Ensure(ClusterTopology topology)
    {
        var port = topology.Dashboard.Endpoint.Port!.Value;
        var gateway = topology.Gateways.FirstOrDefault(gateway => gateway.Endpoint.Port == port);

        if (gateway is not null)
        {
            throw Unusable(port, $"is that of {gateway.Name}: choose another with --dashboard-port, or other ones for the gateways with --gateway-port.");
        }

        switch (probe(port))
        {
            case PortState.Taken:
                throw Unusable(port, "is taken by another process: end that one, or choose another with --dashboard-port.");
            case PortState.NotPermitted:
                throw Unusable(port, "is not permitted to this user: choose another with --dashboard-port.");
        }
    }

    private static LaunchException Unusable(int port, string why) => new(string.Create(CultureInfo.InvariantCulture, $"Dashboard port {port} {why}"));
}
