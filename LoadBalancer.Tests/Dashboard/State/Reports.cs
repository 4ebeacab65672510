using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Tests.Dashboard.State;

/// <summary>Creates the reports of gateways for tests.</summary>
internal static class Reports
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static GatewayReport Of(
        string name,
        MembershipSnapshot membership,
        string digest = "same",
        PlacementAlgorithm algorithm = PlacementAlgorithm.Ring,
        long? version = null,
        bool isPanic = false,
        (string Id, HealthReason Reason)[]? unhealthy = null,
        (string Id, int Weight)[]? weights = null) =>
        new($"{name}.1", 1, ImmutableDictionary<string, int>.Empty.Add("a", 2), [], [])
        {
            Status = new(
                name,
                Noon,
                membership.Epoch,
                version ?? membership.Version,
                digest,
                algorithm,
                isPanic,
                (unhealthy ?? []).ToImmutableDictionary(entry => entry.Id, entry => entry.Reason, StringComparer.Ordinal),
                (weights ?? []).ToImmutableDictionary(entry => entry.Id, entry => entry.Weight, StringComparer.Ordinal)),
        };

    public static MembershipSnapshot Membership(long version, params string[] ids) =>
        new("epoch", version, ids.Select(id => new Server { Id = id, Url = $"http://{id}.test", Since = Noon }));
}
