using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Benchmarks;

/// <summary>The clusters and keys that all measurements use; the same in every run.</summary>
internal static class Clusters
{
    private const int RequestsInFlight = 20;

    /// <summary>
    /// Returns servers of equal weight, by default the default weight. A different prefix gives an independent placement.
    /// </summary>
    public static PlacementMember[] Equal(int servers, string prefix = "backend-", int weight = ServerRules.DefaultWeight) =>
        [.. Enumerable.Range(1, servers).Select(i => new PlacementMember($"{prefix}{i}", weight))];

    /// <summary>Returns the hashes of the given number of keys.</summary>
    public static ulong[] Hashes(int count, PlacementAlgorithm algorithm = PlacementAlgorithm.Ring) =>
        [.. Enumerable.Range(0, count).Select(i => KeyHash.Of(algorithm, $"key-{i}"))];

    /// <summary>Creates a cluster in operation: probed, with one unhealthy server, and with a bounded load that is spread evenly.</summary>
    public static (ClusterSnapshot Snapshot, LoadBound Bound) AtWork(int servers, PlacementAlgorithm algorithm)
    {
        var membership = Membership(Equal(servers));
        var health = ClusterHealth.Of(
            [.. Enumerable.Range(0, servers).Select(server => server == servers / 2 ? HealthReason.ProbesFail : HealthReason.Healthy)],
            _ => true, new());
        var snapshot = ClusterSnapshot.Create(membership, algorithm, health: health);
        var load = new ClusterLoad();
        foreach (var server in membership.Servers)
        {
            Enumerable.Repeat(load.Of(server.Id), RequestsInFlight).ToList().ForEach(each => each.Begin());
        }

        return (snapshot, new(snapshot, load, LoadBound.DefaultFactor, floor: 0));
    }

    public static MembershipSnapshot Membership(IEnumerable<PlacementMember> members) =>
        new(
            new("benchmark"),
            1,
            members.Select(member => new Server { Id = new(member.Id), Weight = member.Weight, Url = $"http://{member.Id}.test:8080" }));
}
