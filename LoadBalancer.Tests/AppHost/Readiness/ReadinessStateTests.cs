using LoadBalancer.AppHost.Readiness;

namespace LoadBalancer.Tests.AppHost.Readiness;

public sealed class ReadinessStateTests
{
    private readonly ReadinessState _readiness = new(servers: 3, ["gateway", "gateway-2"], ["redis", "gateway", "gateway-2", "dashboard"]);

    [Fact]
    public void IsReached_NoGatewayResponds_IsNeverTrue()
    {
        ObserveEverythingHealthy();

        Assert.False(_readiness.IsReached(TimeSpan.FromHours(1)));
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(3, 4)]
    public void IsReached_EverythingHealthyAndEveryGatewayHasEveryServer_IsTrueAtOnce(int first, int second)
    {
        ObserveEverythingHealthy();
        Observe(first, second, at: TimeSpan.Zero);

        Assert.True(_readiness.IsReached(TimeSpan.Zero));
        Assert.Empty(_readiness.Missing);
    }

    [Fact]
    public void IsReached_OneServerMissing_IsTrueAfterThePatience()
    {
        var first = TimeSpan.FromSeconds(7);
        ObserveEverythingHealthy();
        Observe(3, 1, first);

        Assert.False(_readiness.IsReached(first + ReadinessState.Patience - TimeSpan.FromTicks(1)));
        Assert.True(_readiness.IsReached(first + ReadinessState.Patience));
        Assert.Equal("gateway-2 can use 1 of 3 servers", _readiness.Missing);
    }

    [Fact]
    public void IsReached_LaterResponses_DoNotExtendThePatience()
    {
        ObserveEverythingHealthy();
        Observe(3, 1, TimeSpan.Zero);
        Observe(3, 2, ReadinessState.Patience - TimeSpan.FromTicks(1));

        Assert.True(_readiness.IsReached(ReadinessState.Patience));
    }

    [Fact]
    public void IsReached_NoUsableServer_IsFalseAfterThePatience()
    {
        ObserveEverythingHealthy();
        Observe(3, 0, TimeSpan.Zero);

        Assert.False(_readiness.IsReached(TimeSpan.FromHours(1)));
    }

    [Fact]
    public void IsReached_GatewayStoppedResponding_IsFalse()
    {
        ObserveEverythingHealthy();
        Observe(3, 3, TimeSpan.Zero);
        Observe(3, null, TimeSpan.FromSeconds(1));

        Assert.False(_readiness.IsReached(TimeSpan.FromHours(1)));
    }

    [Fact]
    public void IsReached_DashboardNotHealthy_IsTrueAfterThePatience()
    {
        ObserveHealthy("redis", "gateway", "gateway-2");
        Observe(3, 3, TimeSpan.Zero);

        Assert.False(_readiness.IsReached(ReadinessState.Patience - TimeSpan.FromTicks(1)));
        Assert.True(_readiness.IsReached(ReadinessState.Patience));
        Assert.Equal("dashboard is not healthy", _readiness.Missing);
    }

    [Fact]
    public void Missing_GatewaysWithDifferentProblems_NamesEachAndThenOtherResources()
    {
        Observe(2, null, TimeSpan.Zero);

        Assert.Equal(
            "gateway can use 2 of 3 servers, gateway-2 does not respond with 200 at /healthcheck, dashboard is "
            + "not healthy, redis is not healthy",
            _readiness.Missing);
    }

    [Fact]
    public void Missing_GatewayWithEveryServerButUnhealthyForAspire_NamesIt()
    {
        ObserveHealthy("redis", "gateway", "dashboard");
        Observe(3, 3, TimeSpan.Zero);

        Assert.Equal("gateway-2 is not healthy", _readiness.Missing);
    }

    private void ObserveEverythingHealthy() => ObserveHealthy("redis", "gateway", "gateway-2", "dashboard");

    private void ObserveHealthy(params string[] resources) => Array.ForEach(resources, _readiness.ObserveHealthy);

    private void Observe(int? first, int? second, TimeSpan at)
    {
        _readiness.Observe("gateway", first, at);
        _readiness.Observe("gateway-2", second, at);
    }
}
