using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Telemetry.Tail;

/// <summary>The requests that the dashboard's page Live shows. Configuration section <c>Gateway:Tail</c>.</summary>
internal sealed class TailOptions
{
    public const string Section = $"{GatewaySection.Name}:Tail";

    /// <summary>Whether the gateway sends requests to a dashboard while somebody looks at them there.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Whether the addresses of clients are sent.</summary>
    public bool Client { get; set; } = true;

    /// <summary>Whether the queries of targets are sent, which may contain secrets.</summary>
    public bool Query { get; set; }
}
