using System.Net;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Clients;

/// <summary>Whose word counts on who the client is: proxies before this gateway, by their addresses.</summary>
internal sealed class TrustedProxies(IOptions<ClientOptions> options)
{
    private readonly TrustedNetworks _networks = new(options.Value.TrustedProxies);

    /// <summary>Whether any proxy is trusted at all.</summary>
    public bool IsEmpty => _networks.IsEmpty;

    /// <summary>Whether an address is one of a trusted proxy.</summary>
    public bool Contains(IPAddress address) => _networks.Contains(address);
}
