using System.Net;
using System.Text;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>Where connections to a server go, read from its URL. Immutable.</summary>
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
        PathPrefix = Encoding.ASCII.GetBytes(uri.AbsolutePath.TrimEnd('/'));
    }

    /// <summary>As the membership has it.</summary>
    public string Url { get; }

    public EndPoint EndPoint { get; }

    /// <summary>The name that a certificate must be for.</summary>
    public string Host { get; }

    public bool IsSecure { get; }

    /// <summary>What targets are put behind; mostly nothing.</summary>
    public ReadOnlyMemory<byte> PathPrefix { get; }
}
