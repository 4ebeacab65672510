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

    /// <summary>TLS to servers with an https URL.</summary>
    [ValidateObjectMembers]
    public ServerTlsOptions ServerTls { get; set; } = new();

    [OptionsValidator]
    internal sealed partial class Rules : IValidateOptions<UpstreamOptions>;
}
