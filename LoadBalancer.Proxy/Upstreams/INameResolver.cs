using System.Net;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>Resolves the names of servers. Thread-safe.</summary>
internal interface INameResolver
{
    /// <summary>Returns the addresses of a name in order of preference; empty if it has none.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The name was not resolved.</exception>
    Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken);
}
