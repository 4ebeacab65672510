using System.Net;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.Clients;

/// <summary>Whose word counts on who the client is: proxies before this gateway, by their addresses.</summary>
internal sealed class TrustedProxies(IOptions<ClientOptions> options)
{
    private readonly TrustedNetworks _networks = new(options.Value.TrustedProxies);

    /// <summary>Whether any proxy is trusted at all.</summary>
    public bool IsEmpty => _networks.IsEmpty;

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
    public bool Contains(IPAddress address) => _networks.Contains(address);
}
