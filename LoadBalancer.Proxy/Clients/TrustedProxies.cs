using System.Net;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Clients;

/// <summary>The proxies in front of this gateway, by address, that are trusted to identify the client.</summary>
internal sealed class TrustedProxies(IOptions<ClientOptions> options)
{
    private readonly TrustedNetworks _networks = new(options.Value.TrustedProxies);

    /// <summary>Whether no proxy is trusted.</summary>
    public bool IsEmpty => _networks.IsEmpty;

    /// <summary>Whether an address is that of a trusted proxy.</summary>
    public bool Contains(IPAddress address) => _networks.Contains(address);
}
