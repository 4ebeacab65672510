namespace LoadBalancer.Proxy.Exchange;

/// <summary>Which requests are relayed. Configuration section <c>Gateway</c>.</summary>
internal sealed class RelayOptions
{
    /// <summary>
    /// Whether the gateway's own relay sends requests to servers that use HTTP/1.1, instead of YARP. WebSockets always go through YARP, and
    /// so does everything if servers use HTTP/2.
    /// </summary>
    public bool Relay { get; set; } = true;
}
