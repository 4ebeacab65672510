using System.ComponentModel.DataAnnotations;
using LoadBalancer.Cluster.Settings;
using LoadBalancer.Proxy.Listening.ProxyProtocol;
using LoadBalancer.Proxy.Tls;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Listening;

/// <summary>The addresses to listen on. Configuration section <c>Gateway</c>.</summary>
internal sealed partial class ListeningOptions : IValidatableObject
{
    /// <summary>Addresses to listen on in addition to those of <c>ASPNETCORE_URLS</c>, such as <c>https://*:443</c>.</summary>
    [Entries(64)]
    public string[]? Urls { get; set; }

    /// <summary>TLS to clients.</summary>
    [ValidateObjectMembers]
    public TlsOptions Tls { get; set; } = new();

    /// <summary>Whether HTTP/3 is served on every https address; requires libmsquic and a port other than 0.</summary>
    public bool Http3 { get; set; }

    /// <summary>Connections that begin with a header of the PROXY protocol.</summary>
    [ValidateObjectMembers]
    public ProxyProtocolOptions ProxyProtocol { get; set; } = new();

    /// <summary>
    /// Whether socket continuations run on the thread that polls the socket, one for each core, instead of on the thread pool.
    /// </summary>
    public bool InlineIo { get; set; } = true;

    /// <summary>
    /// Whether a request ends when its client closes its sending side, as HAProxy's <c>option abortonclose</c> does. By default a client
    /// that does so after a request still gets the response.
    /// </summary>
    public bool AbortOnClose { get; set; }

    /// <summary>
    /// A port only for <c>/healthcheck</c>, <c>/stats</c> and <c>/metrics</c>; other ports then proxy these paths too, except
    /// <c>/stats</c> with <see cref="PublicStats"/>.
    /// </summary>
    [Between(1, ushort.MaxValue)]
    public int? ManagementPort { get; set; }

    /// <summary>The address of the management port.</summary>
    /// <value>Loopback.</value>
    [Address]
    public string? ManagementAddress { get; set; }

    /// <summary>The path prefix of the gateway's own endpoints, such as <c>/_lb</c>.</summary>
    [PathPrefix]
    public string? ManagementPath { get; set; }

    /// <summary>Whether the other ports serve <c>/stats</c> too if there is a management port.</summary>
    public bool PublicStats { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ManagementAddress is not null && ManagementPort is null)
        {
            var section = SettingKey.OfSection(validationContext);
            yield return new($"{section}:{nameof(ManagementAddress)}: not allowed without {section}:{nameof(ManagementPort)}.");
        }
    }

    [OptionsValidator]
    internal sealed partial class Rules : IValidateOptions<ListeningOptions>;
}
