using LoadBalancer.Proxy.Tunnels;

namespace LoadBalancer.Tests.Proxy.Tunnels;

public sealed class TunnelSharesTests
{
    [Theory]
    [InlineData(0, 50)]
    [InlineData(0.4, 50)]
    [InlineData(0.5, 49)]
    [InlineData(12.5, 25)]
    [InlineData(24.9, 1)]
    [InlineData(25, 0)]
    [InlineData(30, 0)]
    public void MayRemain_OfFiftyWithinThirtySeconds_FallsEvenlyUntilTheClosingTime(double seconds, int expected) =>
        Assert.Equal(expected, TunnelShares.Within(TimeSpan.FromSeconds(30), 50).MayRemain(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 0)]
    public void MayRemain_OfAShortTime_FallsWithinItsHalf(double seconds, int expected) =>
        Assert.Equal(expected, TunnelShares.Within(TimeSpan.FromSeconds(6), 2).MayRemain(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void MayRemain_NoTime_IsNone() => Assert.Equal(0, TunnelShares.Within(TimeSpan.Zero, 10).MayRemain(TimeSpan.Zero));
}
