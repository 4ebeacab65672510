using LoadBalancer.Core.Names;

namespace LoadBalancer.Cluster.Gateways;

/// <summary>A gateway that has registered under its name and has not left. Entries outlive reports, so that a loss is noticed.</summary>
/// <param name="Name">The gateway's name among the replicas.</param>
/// <param name="Gateway">The process that has the name, as in <see cref="GatewayReport.Gateway"/>.</param>
/// <param name="Started">When that process started.</param>
/// <param name="LostSince">
/// When the last report was due to expire, less the report's lifetime; <see langword="null"/> while the gateway reports.
/// </param>
public sealed record KnownGateway(GatewayId Name, GatewayProcess Gateway, DateTimeOffset Started, DateTimeOffset? LostSince = null)
{
    /// <summary>How long a lost gateway is listed unless an operator removes it earlier, 24 h.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(24);
}
