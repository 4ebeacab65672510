using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Tests.Dashboard.State;

namespace LoadBalancer.Tests.Cluster.Gateways;

public sealed class PolicyDifferenceTests
{
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

    [Fact]
    public void SignatureOf_ValueSpreads_IsUnchangedUntilItIsTheOnlyOne()
    {
        var one = SignatureOf("path", "host", "host");

        Assert.Equal(one, SignatureOf("path", "path", "host"));
        Assert.NotEqual(one, SignatureOf("path", "path", "client-ip"));
        Assert.Equal("", SignatureOf("path", "path", "path"));
    }

    private static readonly LoadBalancer.Core.Membership.MembershipSnapshot One = Reports.Membership(1, "a");

    private static string SignatureOf(params string[] values) =>
        PolicyDifference.SignatureOf(
            PolicyDifference.Among(values.Select((value, i) => Of($"g{i}", (PolicySettings.HashKey, value))), algorithm: null));

    private static GatewayStatus Of(string name, params (string Setting, string Value)[] policy) =>
        Reports.Of(name, One, policy: policy).Status!;
}
