using System.Net;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>Resolves names as the operating system does, with its hosts file and its order of addresses (RFC 6724).</summary>
internal sealed class SystemNameResolver : INameResolver
{
    public Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken) =>
        Dns.GetHostAddressesAsync(name, cancellationToken);
}
