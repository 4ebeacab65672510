using LoadBalancer.Cluster.Store;

namespace LoadBalancer.Tests.Cluster.Store;

public sealed class RetryDelayTests
{
    [Theory]
    [InlineData(1, 500)]
    [InlineData(2, 1_000)]
    [InlineData(3, 2_000)]
    [InlineData(4, 2_000)]
    [InlineData(int.MaxValue, 2_000)]
    public void After_MoreFailures_DoublesUpToTwoSeconds(int failures, int expected) =>
        Assert.Equal(TimeSpan.FromMilliseconds(expected), RetryDelay.After(failures, TimeSpan.FromMilliseconds(500), random: 0.5));

    [Fact]
    public void After_IntervalBeyondTheLongest_IsThatInterval() =>
        Assert.Equal(TimeSpan.FromMinutes(1), RetryDelay.After(9, TimeSpan.FromMinutes(1), random: 0.5));

    [Theory]
    [InlineData(0, 750)]
    [InlineData(1, 1_250)]
    public void After_AnyRandom_IsWithinAQuarter(double random, int expected) =>
        Assert.Equal(TimeSpan.FromMilliseconds(expected), RetryDelay.After(1, TimeSpan.FromSeconds(1), random));
}
