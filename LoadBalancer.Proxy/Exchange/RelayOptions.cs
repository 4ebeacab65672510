namespace LoadBalancer.Proxy.Exchange;

/// <summary>Which way requests go. Configuration section <c>Gateway</c>.</summary>
internal sealed class RelayOptions
{
    /// <summary>
    /// Whether requests and answers in HTTP/1.1 are relayed byte for byte, past the framework's HTTP: faster, and nothing of
    /// them changes. Default yes. WebSockets and HTTP/2 never are.
    /// </summary>
    public bool Relay { get; set; } = true;
}
