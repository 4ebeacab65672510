namespace LoadBalancer.Proxy.Responses;

/// <summary>Contents of the gateway's own responses. Configuration section <c>Gateway</c>.</summary>
internal sealed class ResponseOptions
{
    /// <summary>Whether the gateway's own responses to failed requests name the cause in <c>Proxy-Status</c> (RFC 9209).</summary>
    public bool ProxyStatus { get; set; }
}
