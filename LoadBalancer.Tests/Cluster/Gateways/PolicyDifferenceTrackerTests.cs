using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Dashboard.State;

namespace LoadBalancer.Tests.Cluster.Gateways;

public sealed class PolicyDifferenceTrackerTests
{
    private static readonly MembershipSnapshot One = Reports.Membership(1, "a");

    private readonly PolicyDifferenceTracker _tracker = new();

    [Fact]
    public void HasChanged_ValueSpreads_IsNoChangeUntilItIsTheOnlyOne()
    {
        Assert.False(HasChanged("path", "path", "path"));
        Assert.True(HasChanged("path", "host", "host"));
        Assert.False(HasChanged("path", "path", "host"));
        Assert.True(HasChanged("path", "path", "client-ip"));
        Assert.True(HasChanged("path", "path", "path"));
    }

    private bool HasChanged(params string[] values) => _tracker.HasChanged(PolicyDifference.Among(
        values.Select((value, i) => Reports.Of($"g{i}", One, policy: [(PolicySettings.HashKey, value)]).Status!), algorithm: null));
}
