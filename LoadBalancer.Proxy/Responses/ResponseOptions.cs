namespace LoadBalancer.Proxy.Responses;

/// <summary>What the gateway's own responses say. Configuration section <c>Gateway</c>.</summary>
internal sealed class ResponseOptions
{
    /// <summary>Whether the gateway's own answers to requests that failed say why in <c>Proxy-Status</c> (RFC 9209). Default no.</summary>
    public bool ProxyStatus { get; set; }
}
