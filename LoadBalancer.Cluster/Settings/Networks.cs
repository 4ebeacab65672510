using System.Net;
using System.Net.Sockets;

namespace LoadBalancer.Cluster.Settings;

/// <summary>Parses networks in settings.</summary>
public static class Networks
{
    /// <summary>The maximum number of networks in a setting.</summary>
    public const int Most = 64;

    /// <summary>
    /// Parses a network such as <c>10.0.0.0/8</c>; a single address is a network of one. An IPv4 address must have four parts.
    /// </summary>
    public static bool TryParse(string? text, out IPNetwork network)
    {
        if (IPAddress.TryParse(text, out var address) && text is not ['[', ..])
        {
            network = new(address, address.GetAddressBytes().Length * 8);
            return address.AddressFamily == AddressFamily.InterNetworkV6 || text.Count(character => character == '.') == 3;
        }

        return IPNetwork.TryParse(text, out network);
    }
}
