using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>How connections to servers are made. Configuration section <c>Gateway</c>.</summary>
internal sealed class UpstreamOptions
{
    /// <summary>
    /// What is spoken to servers, to all of them: <c>Http1</c> (default) or <c>Http2</c>, which they must speak without TLS too.
    /// </summary>
    public ServerProtocol ServerProtocol { get; set; } = ServerProtocol.Http1;

    /// <summary>
    /// How long a server may stay silent within a request, a client within its body, or take nothing of its response: 100 ms to 1 day,
    /// default 100 s.
    /// </summary>
    public TimeSpan ActivityTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>TLS to servers with an https URL.</summary>
    public ServerTlsOptions ServerTls { get; set; } = new();

    public IEnumerable<string?> Check() =>
    [
        GatewaySection.CheckDefined(nameof(ServerProtocol), ServerProtocol),
        GatewaySection.CheckRange(nameof(ActivityTimeout), ActivityTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1)),
        .. ServerTlsOptionsValidator.Check(ServerTls),
    ];
}
