using LoadBalancer.Cluster.Settings;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Clients;

/// <summary>
/// The proxies that are trusted to identify the client, and the headers that identify it to servers. Configuration section <c>Gateway</c>.
/// </summary>
internal sealed partial class ClientOptions
{
    /// <summary>
    /// The proxies whose <c>X-Forwarded-…</c> and <c>Forwarded</c> headers are trusted. The headers of others are replaced, and
    /// <c>client-ip</c> in the hash key follows the same rule. In HTTP/2 and HTTP/3 the proxies' <c>:scheme</c> is trusted too: a proxy
    /// that terminates TLS and speaks HTTP/2 to the gateway without TLS (HAProxy and nghttpx with <c>proto h2</c>) sends <c>https</c>, and
    /// servers get <c>X-Forwarded-Proto: https</c>. From other peers, a <c>:scheme</c> that differs resets the stream.
    /// </summary>
    [Networks, Entries(Networks.Most)]
    public string[]? TrustedProxies { get; set; }

    /// <summary>
    /// Whether servers get <c>Forwarded</c> (RFC 7239) in addition to <c>X-Forwarded-For</c>, <c>-Host</c> and <c>-Proto</c>.
    /// </summary>
    public bool Forwarded { get; set; }

    [OptionsValidator]
    internal sealed partial class Rules : IValidateOptions<ClientOptions>;
}
