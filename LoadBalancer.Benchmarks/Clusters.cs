using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Benchmarks;

/// <summary>The clusters and the keys that everything here measures with; the same in every run.</summary>
internal static class Clusters
{
    /// <summary>Servers of the default weight. Another prefix is another throw of the dice.</summary>
    public static PlacementMember[] Equal(int servers, string prefix = "backend-") =>
        [.. Enumerable.Range(1, servers).Select(i => new PlacementMember($"{prefix}{i}", ServerRules.DefaultWeight))];

    /// <summary>Hashes of so many keys.</summary>
    public static ulong[] Hashes(int count, PlacementAlgorithm algorithm = PlacementAlgorithm.Ring) =>
        [.. Enumerable.Range(0, count).Select(i => KeyHash.Of(algorithm, $"key-{i}"))];

    public static MembershipSnapshot Membership(IEnumerable<PlacementMember> members) =>
        new("benchmark", 1, members.Select(member => new Server { Id = member.Id, Weight = member.Weight, Url = "http://127.0.0.1:8080" }));
}
