using System.Net;
using System.Net.Sockets;

namespace LoadBalancer.Cluster.Settings;

/// <summary>Settings that are lists of networks whose word counts, such as trusted proxies.</summary>
public static class NetworkSettings
{
    private const int Most = 64;

    /// <summary>Reads a network such as <c>10.0.0.0/8</c>; an address alone is a network of one. An IPv4 address has four parts.</summary>
    public static bool TryParse(string? text, out IPNetwork network)
    {
        if (IPAddress.TryParse(text, out var address) && text is not ['[', ..])
        {
            network = new(address, address.GetAddressBytes().Length * 8);
            return address.AddressFamily == AddressFamily.InterNetworkV6 || text.Count(character => character == '.') == 3;
        }

        return IPNetwork.TryParse(text, out network);
    }

    /// <summary>A failure message for each entry that is not a network, and for too many of them.</summary>
    /// <param name="key">The list's key.</param>
    /// <param name="networks">The entries; <see langword="null"/> where there are none.</param>
    public static IEnumerable<string?> Check(string key, string[]? networks) => (networks ?? [])
        .Select((text, index) => TryParse(text, out _)
            ? null
            : $"{key}:{index}: '{text}' is not allowed: it must be an address or a network such as 10.0.0.0/8 or fd00::/8.")
        .Append(networks is { Length: > Most } ? $"{key}: {networks.Length} entries are not allowed: it may have {Most} at most." : null);
}
