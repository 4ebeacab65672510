using LoadBalancer.Cluster.Events;
using LoadBalancer.Dashboard.Components;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Dashboard.Components;

public sealed class EventQueryTests
{
    private static readonly ClusterEvent Failing = new(
        Changes.Noon, ClusterEventKind.Unhealthy, new("a-1"), "gateway-1", "a reason; the last failure: http_response_timeout");

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("health", " A-1 ", true)]
    [InlineData("health", "no response in time", true)]
    [InlineData("nonsense", "GATEWAY", true)]
    [InlineData("redis", null, false)]
    [InlineData("health", "b-1", false)]
    public void Matches_AnAddress_IsWhatItMeans(string? group, string? text, bool expected) =>
        Assert.Equal(expected, EventQuery.Read(name => name == EventQuery.GroupName ? group : text).Matches(Failing));

    [Fact]
    public void Groups_TogetherHaveEveryKindOnce() =>
        Assert.Equal(Enum.GetValues<ClusterEventKind>().Order(), EventQuery.Groups.SelectMany(group => group.Kinds).Order());
}
