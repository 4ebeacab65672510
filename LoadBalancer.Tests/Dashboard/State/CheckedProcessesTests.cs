using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Tests.Dashboard.State;

public sealed class CheckedProcessesTests
{
    private readonly CheckedProcesses _checked = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Next_VerdictThatIsNotRepeated_StillCounts(bool isUp)
    {
        var membership = Reports.Membership(1, "a", "b");
        var name = NameOf(membership);

        Assert.Empty(_checked.Next(membership, [Of(membership)]));
        var report = isUp ? Of(membership) with { Up = [name] } : Of(membership) with { Down = [name] };
        Assert.Equal([name], _checked.Next(membership, [report]));
        Assert.Equal([name], _checked.Next(membership, [Of(membership)]));
        Assert.Equal([name], _checked.Next(membership, []));
    }

    [Fact]
    public void Next_AnotherProcess_IsNotChecked()
    {
        var before = Reports.Membership(1, "a");
        var server = before.Servers[0];
        var after = new MembershipSnapshot(new("epoch"), 2, [server with { Instance = "another" }]);

        Assert.Single(_checked.Next(before, [Of(before) with { Up = [NameOf(before)] }]));
        Assert.Empty(_checked.Next(after, [Of(after) with { Up = [NameOf(before)] }]));
    }

    private static ServerProcess NameOf(MembershipSnapshot membership) => ServerProcess.Of(membership.Servers[0]);

    private static GatewayReport Of(MembershipSnapshot membership) => Reports.Of("gw", membership);
}
