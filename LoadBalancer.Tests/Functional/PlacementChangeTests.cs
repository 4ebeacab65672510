using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests changes of the placement of keys without a server joining or leaving.</summary>
public sealed class PlacementChangeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PlacementAlgorithm.Maglev)]
    [InlineData(PlacementAlgorithm.Rendezvous)]
    [InlineData(PlacementAlgorithm.Ketama)]
    public async Task SetAlgorithm_WhileServing_PlacesKeysWithItFromThenOn(PlacementAlgorithm algorithm)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(4);
        var before = cluster.Gateway.Snapshot.Digest;

        await cluster.ApplyAsync(new MembershipChange.SetAlgorithm(algorithm));

        var expected = ClusterSnapshot.Create(await cluster.Registry.ReadAsync(Token), algorithm);
        Assert.Equal(expected.Digest, cluster.Gateway.Snapshot.Digest);
        Assert.NotEqual(before, expected.Digest);
        for (var i = 0; i < 100; i++)
        {
            var owner = expected.Membership.Servers[expected.Placement.Owner(expected.HashOf($"key-{i}"))].Id;
            Assert.Equal(owner.Value, await cluster.GetAsync($"key-{i}"));
        }
    }

    [Fact]
    public async Task Join_OfAServingCluster_GrowsToFullWeightEquallyOnAllGateways()
    {
        (string, string)[] settings = [("Gateway:SlowStart", "00:00:01")];
        await using var cluster = await TestCluster.StartWithServersAsync(3, settings);
        await using var second = await GatewayHost.StartAsync(cluster.Registry, cluster.Counters, settings);

        var join = Changes.Join("new", url: "http://new.test") with { At = TimeProvider.System.GetUtcNow() };
        await cluster.ApplyAsync(join);

        var weights = new List<int>();
        await Eventually.TrueAsync(
            "the newcomer has its full weight",
            () =>
            {
                weights.Add(cluster.Gateway.Snapshot.Placement.Members.Single(member => member.Id is "new").Weight);
                return weights[^1] == ServerRules.DefaultWeight;
            },
            Patience);
        await Eventually.TrueAsync("both gateways agree", () => cluster.Gateway.Snapshot.Digest == second.Snapshot.Digest, Patience);
        Assert.Equal(weights.Order(), weights);
        Assert.True(weights[0] < ServerRules.DefaultWeight, "It starts with less than its full weight.");
        Assert.Equal(
            ClusterSnapshot.Create(await cluster.Registry.ReadAsync(Token), PlacementAlgorithm.Ring).Digest, second.Snapshot.Digest);
    }
}
