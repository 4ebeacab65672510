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
        (string Id, int Weight)[]? weights = null,
        (string Setting, string Value)[]? policy = null) =>
        new(new($"{name}.1"), 1, ImmutableDictionary<ServerId, int>.Empty.Add(new("a"), 2), [], [])
        {
            Status = new(
                new(name),
                Noon,
                membership.Epoch,
                version ?? membership.Version,
                digest,
                algorithm,
                isPanic,
                (unhealthy ?? []).ToImmutableDictionary(entry => new ServerId(entry.Id), entry => entry.Reason),
                (weights ?? []).ToImmutableDictionary(entry => new ServerId(entry.Id), entry => entry.Weight))
            {
                Policy = policy?.ToImmutableSortedDictionary(entry => entry.Setting, entry => entry.Value, StringComparer.Ordinal),
            },
        };

    public static MembershipSnapshot Membership(long version, params string[] ids) =>
        new(new("epoch"), version, ids.Select(id => new Server { Id = new(id), Url = $"http://{id}.test", Since = Noon }));
}
