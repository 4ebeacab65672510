using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;

namespace LoadBalancer.Cluster.Gateways;

/// <summary>What a gateway tells of itself, for people to look at: no gateway decides anything by it.</summary>
/// <param name="Name">Its name among the replicas.</param>
/// <param name="Started">When its process started.</param>
/// <param name="Epoch">The history of the membership that it uses.</param>
/// <param name="Version">The version of the membership that it uses.</param>
/// <param name="Digest">Equal on two gateways exactly when they place every key alike.</param>
/// <param name="Algorithm">How it places keys.</param>
/// <param name="IsPanic">Whether it uses servers that it finds unhealthy, because too few are healthy.</param>
/// <param name="Unhealthy">The servers that it finds unhealthy, by id, and why.</param>
/// <param name="Weights">The weights in effect, by server id, where they differ from the servers' own: those that start slowly.</param>
public sealed record GatewayStatus(
    string Name,
    DateTimeOffset Started,
    string Epoch,
    long Version,
    string Digest,
    PlacementAlgorithm Algorithm,
    bool IsPanic,
    ImmutableDictionary<string, HealthReason> Unhealthy,
    ImmutableDictionary<string, int> Weights)
{
    /// <summary>Requests and connections that it has refused or shed since it started.</summary>
    public long Refused { get; init; }
}
