using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Dashboard.State;

namespace LoadBalancer.Tests.Cluster.Gateways;

public sealed class PolicyDifferenceTests
{
    private static readonly MembershipSnapshot One = Reports.Membership(1, "a");

    [Fact]
    public void Among_EqualPolicies_IsEmpty() =>
        Assert.Empty(PolicyDifference.Among([Of("a", (PolicySettings.HashKey, "path")), Of("b", (PolicySettings.HashKey, "path"))], null));

    [Fact]
    public void Among_OneDiffers_HasTheValueOfMostGatewaysFirst()
    {
        var difference = Assert.Single(PolicyDifference.Among(
            [
                Of("a", (PolicySettings.HashKey, "path"), (PolicySettings.SlowStart, "00:00:10")),
                Of("c", (PolicySettings.HashKey, "host"), (PolicySettings.SlowStart, "00:00:10")),
                Of("b", (PolicySettings.HashKey, "host"), (PolicySettings.SlowStart, "00:00:10")),
            ],
            algorithm: null));

        Assert.Equal("Gateway:HashKey is 'host' on b, c, and 'path' on a", difference.ToString());
        Assert.Equal(("path", "host", null), (difference.ValueOf(new("a")), difference.ValueOf(new("b")), difference.ValueOf(new("x"))));
    }

    [Theory]
    [InlineData("a", true, "host")]
    [InlineData("b", false, "path")]
    [InlineData("x", false, "host")]
    public void IsUnusual_AgainstAMajority_IsTheValueOfTheOthersOnly(string gateway, bool isUnusual, string other)
    {
        var difference = DifferenceAmong(("a", "path"), ("b", "host"), ("c", "host"));

        Assert.Equal((isUnusual, other), (difference.IsUnusual(new(gateway)), difference.OtherValue(new(gateway))));
    }

    [Fact]
    public void IsUnusual_WithoutAMajority_IsEachValue()
    {
        var difference = DifferenceAmong(("a", "path"), ("b", "host"));

        Assert.Equal(
            (true, "host", true, "path"),
            (
                difference.IsUnusual(new("a")), difference.OtherValue(new("a")),
                difference.IsUnusual(new("b")), difference.OtherValue(new("b"))));
    }

    [Fact]
    public void Among_EarlierBuildWithoutPolicy_DoesNotDiffer() =>
        Assert.Empty(PolicyDifference.Among([Of("a", (PolicySettings.HashKey, "path")), Reports.Of("b", One).Status!], null));

    [Fact]
    public void Among_LaterBuildWithAnotherSetting_DoesNotDifferInIt() => Assert.Empty(PolicyDifference.Among(
        [Of("a", (PolicySettings.HashKey, "path")), Of("b", (PolicySettings.HashKey, "path"), ("Gateway:New", "1"))], algorithm: null));

    [Theory]
    [InlineData(null, 1)]
    [InlineData(PlacementAlgorithm.Ketama, 0)]
    public void Among_AlgorithmsDiffer_CountsUnlessTheMembershipHasOne(PlacementAlgorithm? algorithm, int differences) => Assert.Equal(
        differences,
        PolicyDifference.Among([Of("a", (PolicySettings.Algorithm, "Ring")), Of("b", (PolicySettings.Algorithm, "Maglev"))], algorithm)
            .Length);

    private static PolicyDifference DifferenceAmong(params (string Gateway, string HashKey)[] gateways) => Assert.Single(
        PolicyDifference.Among(
            gateways.Select(gateway => Of(gateway.Gateway, (PolicySettings.HashKey, gateway.HashKey))), algorithm: null));

    private static GatewayStatus Of(string name, params (string Setting, string Value)[] policy) =>
        Reports.Of(name, One, policy: policy).Status!;
}
