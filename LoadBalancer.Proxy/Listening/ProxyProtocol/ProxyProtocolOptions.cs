namespace LoadBalancer.Proxy.Listening.ProxyProtocol;

/// <summary>
/// Connections that begin with a header of the PROXY protocol, which says who the client is. Configuration section
/// <c>Gateway:ProxyProtocol</c>.
/// </summary>
internal sealed class ProxyProtocolOptions
{
    /// <summary>
    /// Proxies that send it: addresses or networks such as <c>10.0.0.0/8</c>; at most 64. With any, every connection must begin
    /// with a header, and nobody else may connect. Default none: off.
    /// </summary>
    public string[]? Networks { get; set; }

    /// <summary>The ports that it is for; default every one except the management port.</summary>
    public int[]? Ports { get; set; }

    /// <summary>How long the header may take to come: 10 ms to 1 min, default 5 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    public bool IsOn() => Networks is { Length: > 0 };
}
