using System.Net;
using LoadBalancer.Gateway.Configuration;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.Clients;

/// <summary>Whose word counts on who the client is: proxies before this gateway, by their addresses.</summary>
internal sealed class TrustedProxies(IOptions<GatewayOptions> options)
{
    private readonly IPNetwork[] _networks = [.. (options.Value.TrustedProxies ?? []).Select(IPNetwork.Parse)];

    /// <summary>Whether any proxy is trusted at all.</summary>
    public bool IsEmpty => _networks.Length == 0;

    /// <summary>Whether an address is one of a trusted proxy. An IPv4 address counts as itself however the socket gives it.</summary>
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
