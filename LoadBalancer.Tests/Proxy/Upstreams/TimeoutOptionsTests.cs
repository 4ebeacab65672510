using LoadBalancer.Proxy.Upstreams;

namespace LoadBalancer.Tests.Proxy.Upstreams;

public sealed class TimeoutOptionsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void ToTimeouts_NothingIsSet_HasADefaultForEach() => Assert.Equal(
        new Timeouts(100 * Second, TimeSpan.FromMinutes(5), 100 * Second, TimeSpan.FromHours(1)), new TimeoutOptions().ToTimeouts());

    [Fact]
    public void ToTimeouts_ActivityTimeout_AppliesToThoseThatAreNotSet() => Assert.Equal(
        new Timeouts(7 * Second, 7 * Second, 3 * Second, 7 * Second),
        new TimeoutOptions { ActivityTimeout = 7 * Second, RequestIdleTimeout = 3 * Second }.ToTimeouts());

    [Fact]
    public void ToTimeouts_Zero_IsNever() => Assert.Equal(
        new Timeouts(Timeouts.Never, 7 * Second, 7 * Second, Timeouts.Never),
        new TimeoutOptions
        {
            ActivityTimeout = 7 * Second,
            FirstByteTimeout = TimeSpan.Zero,
            TunnelIdleTimeout = TimeSpan.Zero,
        }.ToTimeouts());

    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(false, true, 3)]
    [InlineData(true, false, 2)]
    [InlineData(true, true, 2)]
    public void For_PartOfTheExchange_IsItsTimeout(bool hasResponse, bool awaitsBody, int seconds) => Assert.Equal(
        seconds * Second, new Timeouts(1 * Second, 2 * Second, 3 * Second, 4 * Second).For(hasResponse, awaitsBody));
}
