using LoadBalancer.Proxy.Listening.ProxyProtocol;
using LoadBalancer.Proxy.Tls;

namespace LoadBalancer.Proxy.Listening;

/// <summary>What is listened on, and how. Configuration section <c>Gateway</c>.</summary>
internal sealed class ListeningOptions
{
    /// <summary>
    /// Addresses to listen on beside those that the platform's settings name, such as <c>https://*:443</c>; at most 64, default none.
    /// </summary>
    public string[]? Urls { get; set; }

    /// <summary>TLS to clients.</summary>
    public TlsOptions Tls { get; set; } = new();

    /// <summary>Whether HTTP/3 is offered wherever https is listened on. Default no; needs QUIC (libmsquic).</summary>
    public bool Http3 { get; set; }

    /// <summary>Connections that begin with a header of the PROXY protocol.</summary>
    public ProxyProtocolOptions ProxyProtocol { get; set; } = new();

    /// <summary>Whether what comes on a socket is dealt with on the thread that has seen it come. Default yes.</summary>
    public bool InlineIo { get; set; } = true;

    /// <summary>A port on which the gateway's own endpoints are served, and nowhere else: 1 to 65535, default none.</summary>
    public int? ManagementPort { get; set; }

    /// <summary>The IP address of that port, <c>*</c> for all; default this machine's loopback.</summary>
    public string? ManagementAddress { get; set; }

    /// <summary>A path that the gateway's own endpoints are below, such as <c>/_lb</c>; default none.</summary>
    public string? ManagementPath { get; set; }
}
