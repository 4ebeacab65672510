using System.Net;
using System.Text;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>The address of a server, parsed from its URL. Immutable.</summary>
internal sealed class UpstreamAddress
{
    public UpstreamAddress(string url)
    {
        var uri = new Uri(url);
        Url = url;
        IsSecure = string.Equals(uri.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal);
        Host = uri.IdnHost;
        EndPoint = IPAddress.TryParse(uri.IdnHost, out var address)
            ? new IPEndPoint(address, uri.Port)
            : new DnsEndPoint(uri.IdnHost, uri.Port);
        Authority = Encoding.ASCII.GetBytes(uri.IsDefaultPort ? uri.IdnHost : $"{uri.IdnHost}:{uri.Port}");
        PathPrefix = Encoding.ASCII.GetBytes(uri.AbsolutePath.TrimEnd('/'));
    }

    /// <summary>The URL as in the membership.</summary>
    public string Url { get; }

    public EndPoint EndPoint { get; }

    /// <summary>The name that the server's certificate must have.</summary>
    public string Host { get; }

    public bool IsSecure { get; }

    /// <summary>The server's own <c>Host</c>, for requests without one (HTTP/1.0).</summary>
    public ReadOnlyMemory<byte> Authority { get; }

    /// <summary>The path that is prepended to targets; usually empty.</summary>
    public ReadOnlyMemory<byte> PathPrefix { get; }
}
