using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Tests.Dashboard.State;

public sealed class DivergenceTrackerTests
{
    private static readonly MembershipSnapshot One = Reports.Membership(1, "a");
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly DivergenceTracker _tracker = new();

    [Fact]
    public void Next_AllAgree_IsEmpty() => Assert.Empty(_tracker.Next([Reports.Of("g", One), Reports.Of("h", One)], "same", Reports.Noon));

    [Fact]
    public void Next_BriefLag_IsReportedAtOnceButIsNotLasting()
    {
        var first = _tracker.Next([Reports.Of("g", One, "other")], "same", Reports.Noon);
        var second = _tracker.Next([Reports.Of("g", One, "other")], "same", Reports.Noon + DivergenceTracker.Grace - Moment);

        Assert.Equal(new Divergence(Reports.Noon, IsLasting: false), Assert.Single(first).Value);
        Assert.Equal(new Divergence(Reports.Noon, IsLasting: false), Assert.Single(second).Value);
    }

    [Fact]
    public void Next_LastingDivergence_IsReportedSinceItBegan()
    {
        _tracker.Next([Reports.Of("g", One, "other"), Reports.Of("h", One)], "same", Reports.Noon);
        _tracker.Next([Reports.Of("g", One, "another"), Reports.Of("h", One)], "same", Reports.Noon.AddSeconds(1));

        var diverges = _tracker.Next([Reports.Of("g", One, "other"), Reports.Of("h", One)], "same", Reports.Noon + DivergenceTracker.Grace);

        Assert.Equal([KeyValuePair.Create(new GatewayProcess("g.1"), new Divergence(Reports.Noon, IsLasting: true))], diverges);
    }

    [Fact]
    public void Next_AgreedMeanwhile_StartsOver()
    {
        _tracker.Next([Reports.Of("g", One, "other")], "same", Reports.Noon);
        _tracker.Next([Reports.Of("g", One)], "same", Reports.Noon.AddSeconds(1));
        _tracker.Next([Reports.Of("g", One, "other")], "same", Reports.Noon.AddSeconds(2));

        Assert.Equal(
            new Divergence(Reports.Noon.AddSeconds(2), IsLasting: false),
            Assert.Single(_tracker.Next([Reports.Of("g", One, "other")], "same", Reports.Noon.AddSeconds(3))).Value);
    }

    [Fact]
    public void Next_ServerInSlowStart_WaitsLonger()
    {
        _tracker.Next([Reports.Of("g", One, "other", weights: [("a", 10)])], "same", Reports.Noon);

        Assert.False(Assert.Single(_tracker.Next(
            [Reports.Of("g", One, "other", weights: [("a", 20)])], "same", Reports.Noon + DivergenceTracker.SlowStartGrace - Moment))
            .Value.IsLasting);
        Assert.True(Assert.Single(
            _tracker.Next([Reports.Of("g", One, "other", weights: [("a", 30)])], "same", Reports.Noon + DivergenceTracker.SlowStartGrace))
            .Value.IsLasting);
    }
}
