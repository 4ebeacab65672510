using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using LoadBalancer.Cluster.Faults;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Cluster.Gateways;

/// <summary>The status of a gateway, for display; gateways do not base decisions on it.</summary>
/// <param name="Name">The gateway's name among the replicas.</param>
/// <param name="Started">When its process started.</param>
/// <param name="Epoch">The epoch of the membership that it uses.</param>
/// <param name="Version">The version of the membership that it uses.</param>
/// <param name="Digest">
/// Equal on two gateways exactly when each key has the same owner on both. Where a request goes also depends on <see cref="Policy"/>.
/// </param>
/// <param name="Algorithm">The placement algorithm.</param>
/// <param name="IsPanic">Whether it uses servers that it finds unhealthy, because too few are healthy.</param>
/// <param name="Unhealthy">The servers that it finds unhealthy, by id, with the reason.</param>
/// <param name="Weights">The effective weights, by server id, if they differ from the servers' own: those of servers in slow start.</param>
public sealed record GatewayStatus(
    GatewayId Name,
    DateTimeOffset Started,
    Epoch Epoch,
    long Version,
    string Digest,
    PlacementAlgorithm Algorithm,
    bool IsPanic,
    ImmutableDictionary<ServerId, HealthReason> Unhealthy,
    ImmutableDictionary<ServerId, int> Weights)
{
    /// <summary>
    /// The gateway's own last failure on the servers that it finds unhealthy, 200 at most, by id: the cause's name, and details. Absent for
    /// a server that only other gateways find unhealthy, and in the report of an earlier build.
    /// </summary>
    [AllowNull]
    public ImmutableDictionary<ServerId, string> Failures
    {
        get;
        init => field = value ?? ImmutableDictionary<ServerId, string>.Empty;
    }
    = ImmutableDictionary<ServerId, string>.Empty;

    /// <summary>The number of requests and connections that it has rejected or shed since it started.</summary>
    [JsonPropertyName("refused")]
    public long Rejected { get; init; }

    /// <summary>
    /// The settings that decide where a key goes, by the names in <see cref="PolicySettings"/>; <see langword="null"/> if the gateway's
    /// build does not report them.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, string>? Policy { get; init; }

    /// <summary>
    /// How far the gateway's clock is ahead of the store's; negative if it is behind, <see langword="null"/> if this is unknown.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? ClockAhead { get; init; }

    /// <summary>
    /// The latest fault of a background loop of the gateway; <see langword="null"/> if none has occurred in the last ten minutes.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BackgroundFault? Fault { get; init; }

    /// <summary>Its process; <see langword="null"/> if the gateway's build does not report it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GatewayFacts? Facts { get; init; }
}
