using System.ComponentModel.DataAnnotations;
using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Listening.ProxyProtocol;

/// <summary>
/// Connections that begin with a PROXY protocol header, which identifies the client. Configuration section <c>Gateway:ProxyProtocol</c>.
/// </summary>
internal sealed class ProxyProtocolOptions : IValidatableObject
{
    /// <summary>
    /// The proxies whose connections begin with a PROXY protocol header (v1 or v2). If there are any, every connection must begin with one,
    /// and connections from other addresses are closed.
    /// </summary>
    [Networks, Entries(Cluster.Settings.Networks.Most)]
    public string[]? Networks { get; set; }

    /// <summary>The ports whose connections begin with the header.</summary>
    /// <value>All but the management port.</value>
    [Between(1, ushort.MaxValue)]
    public int[]? Ports { get; set; }

    /// <summary>How long the header may take to arrive.</summary>
    [Between("00:00:00.010", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    public bool IsOn() => Networks is { Length: > 0 };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Ports is { Length: > 0 } && !IsOn())
        {
            var section = SettingKey.OfSection(validationContext);
            yield return new(
                $"{section}:{nameof(Ports)}: not allowed without {section}:{nameof(Networks)}, which lists the trusted proxies.");
        }
    }
}
