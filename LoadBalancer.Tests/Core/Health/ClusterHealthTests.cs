using System.Collections.Immutable;
using LoadBalancer.Core.Health;

namespace LoadBalancer.Tests.Core.Health;

public sealed class ClusterHealthTests
{
    [Theory]
    [InlineData(HealthReason.Healthy, false, 0, 0, HealthReason.Healthy)]
    [InlineData(HealthReason.ProbesFail, false, 9, 0, HealthReason.ProbesFail)]
    [InlineData(HealthReason.Healthy, false, 0, 1, HealthReason.OtherGateways)]
    [InlineData(HealthReason.Healthy, true, 0, 1, HealthReason.Healthy)]
    [InlineData(HealthReason.Healthy, true, 0, 2, HealthReason.OtherGateways)]
    [InlineData(HealthReason.Healthy, false, 2, 2, HealthReason.Healthy)]
    [InlineData(HealthReason.Healthy, false, 2, 3, HealthReason.OtherGateways)]
    public void Combine_OwnAndOthers_OwnCountsAtOnceOthersByMajority(
        HealthReason own, bool votesUp, int up, int down, HealthReason expected) =>
        Assert.Equal(expected, ClusterHealth.Combine(own, votesUp, new(up, down)));

    [Theory]
    [InlineData("++++", false)]
    [InlineData("-+++", false)]
    [InlineData("--++", false)]
    [InlineData("---+", true)]
    [InlineData("----", true)]
    [InlineData("-", true)]
    [InlineData("-+", false)]
    [InlineData("", false)]
    public void Of_Servers_PanicsWhenMoreThanHalfAreUnhealthy(string servers, bool panic) =>
        Assert.Equal(panic, ClusterHealth.Of(Reasons(servers), _ => true, new()).IsPanic);

    [Fact]
    public void Of_DrainingServers_DoNotCount() =>
        Assert.True(ClusterHealth.Of(Reasons("--++"), server => server < 3, new()).IsPanic);

    private static ImmutableArray<HealthReason> Reasons(string servers) =>
        [.. servers.Select(server => server == '+' ? HealthReason.Healthy : HealthReason.ProbesFail)];
}
