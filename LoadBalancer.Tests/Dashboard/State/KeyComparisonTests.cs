using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Tests.EndToEnd.Dashboard;

namespace LoadBalancer.Tests.Dashboard.State;

public sealed class KeyComparisonTests
{
    private const string Key = "k";

    private static readonly MembershipSnapshot Membership = Reports.Membership(7, "a", "b", "c");
    private static readonly ClusterSnapshot Cluster = ClusterSnapshot.Create(Membership, PlacementAlgorithm.Ring);
    private static readonly ServerId Owner = Membership.Servers[Cluster.Placement.Owner(Cluster.HashOf(Key))].Id;

    private static readonly (string Setting, string Value)[] Usual =
        [(PolicySettings.HashKey, "host"), (PolicySettings.LoadFloor, "128"), (PolicySettings.SlowStart, "00:00:10")];

    [Fact]
    public void Of_AllAlike_IsEmpty() => Assert.Empty(Compare(Of("one"), Of("two")));

    [Fact]
    public void Of_GatewayFindsTheOwnerUnhealthy_NamesItsServerAndWhy()
    {
        var elsewhere = Assert.Single(Compare(Of("one"), Of("two", unhealthy: [(Owner.Value, HealthReason.ProbesFail)])));

        Assert.Equal(("two", $"it finds {Owner} unhealthy (health checks failing)"), (elsewhere.Gateway.Value, elsewhere.Because));
        Assert.NotNull(elsewhere.Server);
        Assert.NotEqual(Owner, elsewhere.Server);
    }

    [Fact]
    public void Of_MostFindTheOwnerUnhealthy_NamesTheGatewayThatDoesNot()
    {
        var unhealthy = Membership.Servers.Select(server => server.Id == Owner ? HealthReason.FailureRate : HealthReason.Healthy);
        var cluster = ClusterSnapshot.Create(Membership, PlacementAlgorithm.Ring, health: new([.. unhealthy], IsPanic: false));

        var elsewhere = Assert.Single(Compare(
            cluster, Of("one"), Of("two", unhealthy: [(Owner.Value, HealthReason.FailureRate)])));

        Assert.Equal(
            ("one", (ServerId?)Owner, $"it finds {Owner} healthy, and most gateways do not"),
            (elsewhere.Gateway.Value, elsewhere.Server, elsewhere.Because));
    }

    [Fact]
    public void Of_OtherHashKey_NamesTheSettingAndBothValues()
    {
        var elsewhere = Assert.Single(Compare(Of("one"), Of("three"), Of("two", setting: (PolicySettings.HashKey, "path"))));

        Assert.Equal(
            ("two", null, "its Gateway:HashKey is 'path', not 'host', so it may read another key from the same request"),
            (elsewhere.Gateway.Value, elsewhere.Server, elsewhere.Because));
    }

    [Fact]
    public void Of_OtherLoadFloor_SaysThatItMattersUnderLoad()
    {
        var elsewhere = Assert.Single(Compare(Of("one"), Of("three"), Of("two", setting: (PolicySettings.LoadFloor, "16"))));

        Assert.Equal(
            "its Gateway:LoadFloor is '16', not '128', so under load it passes the key on to another server earlier or later",
            elsewhere.Because);
    }

    [Fact]
    public void Of_OtherAlgorithm_NamesIt()
    {
        var key = Enumerable.Range(0, 1_000).Select(i => $"key-{i}").First(key =>
            Cluster.Placement.Owner(Cluster.HashOf(key)) != Rendezvous.Placement.Owner(Rendezvous.HashOf(key)));

        var elsewhere = Assert.Single(Compare(Cluster, key, Of("one"), Of("two", algorithm: PlacementAlgorithm.Rendezvous)));

        Assert.Equal("its algorithm is Rendezvous, not Ring", elsewhere.Because);
        Assert.Equal(Rendezvous.Membership.Servers[Rendezvous.Placement.Owner(Rendezvous.HashOf(key))].Id, elsewhere.Server);
    }

    [Fact]
    public void Of_GatewayInSlowStart_NamesItsServer()
    {
        var elsewhere = Assert.Single(Compare(Of("one"), Of("two", weights: [(Owner.Value, 1)])));

        Assert.Equal("servers in slow start have another weight there", elsewhere.Because);
    }

    [Fact]
    public void Of_GatewayAtAnotherVersion_NamesBoth() => Assert.Equal(
        "it uses version 6 of the membership, not 7", Assert.Single(Compare(Of("one"), Of("two", version: 6))).Because);

    [Fact]
    public void Of_LostGateway_IsUnknown()
    {
        var snapshot = SampleCluster.LostGateway();

        Assert.Equal("gateway-2", Assert.Single(KeyComparison.Of(snapshot, Key), elsewhere => elsewhere.Server is null).Gateway.Value);
    }

    private static readonly ClusterSnapshot Rendezvous = ClusterSnapshot.Create(Membership, PlacementAlgorithm.Rendezvous);

    private static GatewayReport Of(
        string name,
        (string Setting, string Value)? setting = null,
        PlacementAlgorithm algorithm = PlacementAlgorithm.Ring,
        long? version = null,
        (string Id, HealthReason Reason)[]? unhealthy = null,
        (string Id, int Weight)[]? weights = null) =>
        Reports.Of(
            name, Membership, algorithm: algorithm, version: version, unhealthy: unhealthy, weights: weights,
            policy:
            [
                .. Usual.Where(usual => !string.Equals(usual.Setting, setting?.Setting, StringComparison.Ordinal)),
                .. setting is { } own ? [own] : Array.Empty<(string, string)>(),
            ]);

    private static ImmutableArray<KeyElsewhere> Compare(params GatewayReport[] gateways) => Compare(Cluster, gateways);

    private static ImmutableArray<KeyElsewhere> Compare(ClusterSnapshot cluster, params GatewayReport[] gateways) =>
        Compare(cluster, Key, gateways);

    private static ImmutableArray<KeyElsewhere> Compare(ClusterSnapshot cluster, string key, params GatewayReport[] gateways) =>
        KeyComparison.Of(
            SampleCluster.InUse() with
            {
                Cluster = cluster,
                Gateways = [.. gateways.Select(report => new GatewayView(report.Gateway, report.Status!, InFlight: 0, Divergence: null))],
            },
            key);
}
