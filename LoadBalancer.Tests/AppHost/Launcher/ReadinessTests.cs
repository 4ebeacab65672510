using LoadBalancer.AppHost.Launcher;

namespace LoadBalancer.Tests.AppHost.Launcher;

public sealed class ReadinessTests
{
    private readonly Readiness _readiness = new(backends: 3, ["gateway-1", "gateway-2"]);

    public ReadinessTests()
    {
        _readiness.ObserveDashboard();
    }

    [Fact]
    public void IsReached_NobodyAnswers_IsNotHoweverLong()
    {
        Assert.False(_readiness.IsReached(TimeSpan.FromHours(1)));
    }

    [Fact]
    public void IsReached_EveryGatewayHasEveryServer_IsAtOnce()
    {
        Observe(3, 4, at: TimeSpan.Zero);

        Assert.True(_readiness.IsReached(TimeSpan.Zero));
        Assert.Empty(_readiness.Missing);
    }

    [Fact]
    public void IsReached_OneServerMissing_IsAfterThePatience()
    {
        var first = TimeSpan.FromSeconds(7);
        Observe(3, 1, first);

        Assert.False(_readiness.IsReached(first + Readiness.Patience - TimeSpan.FromTicks(1)));
        Assert.True(_readiness.IsReached(first + Readiness.Patience));
    }

    [Fact]
    public void IsReached_NoUsableServer_IsNotAfterThePatience()
    {
        Observe(3, 0, TimeSpan.Zero);

        Assert.False(_readiness.IsReached(Readiness.Patience));
    }

    [Fact]
    public void IsReached_GatewayStoppedAnswering_IsNot()
    {
        Observe(3, 3, TimeSpan.Zero);
        Observe(3, null, TimeSpan.FromSeconds(1));

        Assert.False(_readiness.IsReached(TimeSpan.FromHours(1)));
    }

    [Fact]
    public void IsReached_DashboardSilent_IsAfterThePatience()
    {
        var readiness = new Readiness(backends: 3, ["gateway-1"]);
        readiness.Observe("gateway-1", 3, TimeSpan.Zero);

        Assert.False(readiness.IsReached(Readiness.Patience - TimeSpan.FromTicks(1)));
        Assert.True(readiness.IsReached(Readiness.Patience));
        Assert.Equal("dashboard does not answer 200 at /healthcheck", readiness.Missing);
    }

    [Fact]
    public void Missing_GatewaysInDifferentTrouble_NamesEach()
    {
        Observe(2, null, TimeSpan.Zero);

        Assert.Equal("gateway-1 can use 2 of 3 servers, gateway-2 does not answer 200 at /healthcheck", _readiness.Missing);
    }

    private void Observe(int? first, int? second, TimeSpan at)
    {
        _readiness.Observe("gateway-1", first, at);
        _readiness.Observe("gateway-2", second, at);
    }
}
