using LoadBalancer.Cluster.Settings;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>Connections to servers. Configuration section <c>Gateway</c>.</summary>
internal sealed partial class UpstreamOptions
{
    /// <summary>
    /// The protocol to servers, probes included: <c>Http1</c> (HTTP/1.1) or <c>Http2</c>. With <c>http://</c> servers the gateway uses
    /// HTTP/2 without negotiation, so enable it on the servers (Kestrel: <c>Kestrel:EndpointDefaults:Protocols</c> = <c>Http2</c>).
    /// </summary>
    [OneOf<ServerProtocol>]
    public ServerProtocol ServerProtocol { get; set; } = ServerProtocol.Http1;

    /// <summary>
    /// How long a server may stay silent within a request, then 504; a client within its body, then 408; and a client that reads nothing of
    /// its response, then its connection is closed.
    /// </summary>
    [Between("00:00:00.100", "1.00:00:00")]
    public TimeSpan ActivityTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>TLS to servers with an https URL.</summary>
    [ValidateObjectMembers]
    public ServerTlsOptions ServerTls { get; set; } = new();

    [OptionsValidator]
    internal sealed partial class Rules : IValidateOptions<UpstreamOptions>;
}
