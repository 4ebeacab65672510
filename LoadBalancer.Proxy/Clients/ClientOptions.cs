using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Clients;

/// <summary>Who says who a client is, and how servers are told. Configuration section <c>Gateway</c>.</summary>
internal sealed class ClientOptions
{
    /// <summary>
    /// Proxies before this gateway whose word on the client counts (<c>X-Forwarded-…</c>, <c>Forwarded</c>): addresses or
    /// networks such as <c>10.0.0.0/8</c>; at most 64, default none.
    /// </summary>
    public string[]? TrustedProxies { get; set; }

    /// <summary>
    /// Whether servers are told of the client in <c>Forwarded</c> (RFC 7239) too, beside <c>X-Forwarded-…</c>. Default no.
    /// </summary>
    public bool Forwarded { get; set; }

    public IEnumerable<string?> Check() => NetworkSettings.Check($"{GatewaySection.Name}:{nameof(TrustedProxies)}", TrustedProxies);
}
