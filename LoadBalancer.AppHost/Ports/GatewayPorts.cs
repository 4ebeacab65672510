using System.Globalization;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.AppHost.Launching;
using LoadBalancer.AppHost.Output;

namespace LoadBalancer.AppHost.Ports;

/// <summary>Chooses the gateways' ports before anything is started.</summary>
internal sealed class GatewayPorts(Func<int, PortState> probe, IConsoleOutput output)
{
    /// <summary>The port of the first gateway if the requested port is not permitted.</summary>
    public const int Fallback = 8080;

    /// <returns>The port of the first gateway.</returns>
    /// <exception cref="StartException">One of the ports is taken.</exception>
    public int Choose(int firstPort, int gateways)
    {
        var ports = Enumerable.Range(firstPort, gateways).ToLookup(probe);

        if (ports[PortState.NotPermitted].Any() && firstPort != Fallback)
        {
            output.WriteErrorLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Warning: port {ports[PortState.NotPermitted].First()} requires privileges that this user does not have; using {Fallback} "
                + $"instead. To allow the port: sysctl net.ipv4.ip_unprivileged_port_start={firstPort}, or setcap cap_net_bind_service=+ep "
                + $"{DotnetHost.Locate()}, or run as root."));

            return Choose(Fallback, gateways);
        }

        if (ports[PortState.Free].Count() < gateways)
        {
            var unusable = ports.Where(group => group.Key != PortState.Free).SelectMany(group => group).Order().ToList();

            var what = unusable.Count == 1
                ? string.Create(CultureInfo.InvariantCulture, $"Gateway port {unusable[0]} is in use by another process: stop that process")
                : $"Gateway ports {string.Join(", ", unusable)} are in use by other processes: stop them";
            throw new StartException($"{what}, or choose another port with --gateway-port.");
        }

        return firstPort;
    }
}
