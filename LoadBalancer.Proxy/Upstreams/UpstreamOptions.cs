using LoadBalancer.Cluster.Settings;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>Connections to servers. Configuration section <c>Gateway</c>.</summary>
internal sealed partial class UpstreamOptions
{
    /// <summary>
    /// The protocol to servers, including probes: <c>Http1</c> (HTTP/1.1), or <c>Http2</c>. <c>http://</c> servers get HTTP/2 with prior
    /// knowledge, so they must be configured for it (Kestrel: <c>Kestrel:EndpointDefaults:Protocols</c> = <c>Http2</c>).
    /// </summary>
    [OneOf<ServerProtocol>]
    public ServerProtocol ServerProtocol { get; set; } = ServerProtocol.Http1;

    /// <summary>
    /// How often the names in servers' URLs are resolved again; 0 for never. Connections to an address that a name no longer has are
    /// closed: idle ones within 5 s, others after their response.
    /// </summary>
    [Between("00:00:01", "1.00:00:00", ZeroIsOff = true)]
    public TimeSpan ResolveInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a connection to a server is kept open without a request. Set it shorter than the idle timeout of the servers, which
    /// otherwise close connections just as a request is sent. A server that announces its timeout (<c>Keep-Alive: timeout=5</c>) needs no
    /// setting: its connections are kept for one second less.
    /// </summary>
    [Between("00:00:00.100", "1.00:00:00")]
    public TimeSpan ServerIdleTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>TLS to servers with an https URL.</summary>
    [ValidateObjectMembers]
    public ServerTlsOptions ServerTls { get; set; } = new();

    [OptionsValidator]
    internal sealed partial class Rules : IValidateOptions<UpstreamOptions>;
}
