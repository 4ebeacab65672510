using LoadBalancer.Dashboard.State;
using LoadBalancer.Tests.EndToEnd.Dashboard;

namespace LoadBalancer.Tests.Dashboard.State;

public sealed class DrainProgressTests
{
    private static readonly DashboardSnapshot Calm = Applied(SampleCluster.InUse());

    [Fact]
    public void Of_ActiveServer_IsNone() => Assert.Null(DrainProgress.Of(Calm, Calm.Find(new("backend-1"))!));

    [Theory]
    [InlineData(1, "1 request is in flight.")]
    [InlineData(1234, "1,234 requests are in flight.")]
    public void Of_RequestsInFlight_StatesTheirNumber(int inFlight, string text) =>
        Assert.Equal(new(IsDrained: false, text), Of(Calm, inFlight, idleFor: null));

    [Fact]
    public void Of_IdleForLongEnough_IsDrained() => Assert.True(Of(Calm, 0, DrainProgress.Settling)!.IsDrained);

    [Fact]
    public void Of_IdleForAMoment_WaitsForReports()
    {
        var progress = Of(Calm, 0, DrainProgress.Settling - TimeSpan.FromMilliseconds(1))!;

        Assert.False(progress.IsDrained);
        Assert.Contains("next reports", progress.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_LostGateway_IsNotDrained()
    {
        var progress = Of(Calm with { LostGateways = SampleCluster.LostGateway().LostGateways }, 0, DrainProgress.Settling)!;

        Assert.False(progress.IsDrained);
        Assert.Equal("gateway-2 stopped reporting and may still send requests.", progress.Text);
    }

    [Fact]
    public void Of_NoGateway_IsNotDrained() => Assert.False(Of(Calm with { Gateways = [] }, 0, DrainProgress.Settling)!.IsDrained);

    [Fact]
    public void Of_RedisAway_IsNotDrained() =>
        Assert.False(Of(Calm with { Store = SampleCluster.Stale().Store }, 0, DrainProgress.Settling)!.IsDrained);

    [Fact]
    public void Of_GatewayThatIsBehind_StatesIt()
    {
        var first = Calm.Gateways[0];
        var behind = Calm.Gateways.SetItem(0, first with { Status = first.Status with { Version = 41 } });

        Assert.Equal(
            new(IsDrained: false, "1 of 3 gateways has not applied the latest change yet."),
            Of(Calm with { Gateways = behind }, 0, idleFor: null));
    }

    private static DrainProgress? Of(DashboardSnapshot snapshot, int inFlight, TimeSpan? idleFor) => DrainProgress.Of(
        snapshot, snapshot.Find(new("backend-5"))! with { InFlight = inFlight, IdleSince = snapshot.At - idleFor });

    private static DashboardSnapshot Applied(DashboardSnapshot snapshot) => snapshot with
    {
        Gateways = [.. snapshot.Gateways.Select(gateway => gateway with { Status = gateway.Status with { Version = 42 } })],
    };
}
