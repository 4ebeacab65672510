namespace LoadBalancer.Proxy.Responses;

/// <summary>What the gateway says about itself in messages. Configuration section <c>Gateway</c>.</summary>
internal sealed class ResponseOptions
{
    /// <summary>Whether the gateway's own responses to failed requests name the cause in <c>Proxy-Status</c> (RFC 9209).</summary>
    public bool ProxyStatus { get; set; }

    /// <summary>
    /// Whether the gateway adds itself to <c>Via</c> in requests and responses, as RFC 9110 §7.6.3 requires. Without it, a request that
    /// loops is not recognized. nginx does not compress responses to requests with <c>Via</c> unless <c>gzip_proxied</c> says so.
    /// </summary>
    public bool Via { get; set; } = true;
}
