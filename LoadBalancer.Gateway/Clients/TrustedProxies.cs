using System.Net;
using LoadBalancer.Gateway.Configuration;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.Clients;

/// <summary>Whose word counts on who the client is: proxies before this gateway, by their addresses.</summary>
internal sealed class TrustedProxies(IOptions<GatewayOptions> options)
{
    private readonly IPNetwork[] _networks = [.. (options.Value.TrustedProxies ?? []).Select(text => TryParse(text, out var network) ? network : throw new FormatException(text))];

    /// <summary>Whether any proxy is trusted at all.</summary>
    public bool IsEmpty => _networks.Length == 0;

    /// <summary>Reads a network such as <c>10.0.0.0/8</c>; an address alone is a network of one.</summary>
    public static bool TryParse(string? text, out IPNetwork network)
    {
        if (NodeAddress.TryParse(text, out var address) && text is not ['[', ..] && IPAddress.TryParse(text, out _))
        {
            network = new(address, address.GetAddressBytes().Length * 8);
            return true;
        }

        return IPNetwork.TryParse(text, out network);
    }

    /// <summary>Whether an address is one of a trusted proxy.</summary>
    public bool Contains(IPAddress address)
    {
        foreach (var network in _networks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }
}
