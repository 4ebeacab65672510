namespace LoadBalancer.Proxy.Exchange;

/// <summary>Which requests are relayed. Configuration section <c>Gateway</c>.</summary>
internal sealed class RelayOptions
{
    /// <summary>
    /// Whether HTTP/1.1 between clients and servers is relayed byte for byte instead of going through YARP. WebSockets and HTTP/2 always go
    /// through YARP.
    /// </summary>
    public bool Relay { get; set; } = true;
}
