using System.Collections.Immutable;
using System.Text.Json.Serialization;
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
    /// <summary>The version of its build; <see langword="null"/> if it does not report it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Build { get; init; }

    /// <summary>
    /// The addresses that it listens on, as in <see cref="GatewayFacts.Urls"/>; <see langword="null"/> if it reports none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Urls { get; init; }

    /// <summary>Returns the entry of a gateway that reports.</summary>
    /// <param name="gateway">Its process.</param>
    /// <param name="status">Its status.</param>
    public static KnownGateway Of(GatewayProcess gateway, GatewayStatus status) => new(status.Name, gateway, status.Started)
    {
        Build = status.Facts?.Build,
        Urls = status.Facts is { Urls: { IsEmpty: false } urls } ? urls : null,
    };

    /// <summary>How long a lost gateway is listed unless an operator removes it earlier, 24 h.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(24);
}
