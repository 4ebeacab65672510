using LoadBalancer.Core.Hashing.Maglev;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Hashing.Maglev;

public sealed class MaglevSizeTests
{
    [Theory]
    [InlineData(0, 65_537)]
    [InlineData(1, 65_537)]
    [InlineData(655, 65_537)]
    [InlineData(656, 131_101)]
    [InlineData(1_310, 131_101)]
    [InlineData(1_311, 262_147)]
    [InlineData(10_000, 1_048_583)]
    [InlineData(16_384, 2_097_169)]
    public void For_Servers_IsAPrimeAboveOneHundredTimesTheirNumber(int servers, int size) => Assert.Equal(size, MaglevSize.For(servers));

    [Theory]
    [InlineData(-7)]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(65_536)]
    [InlineData(65_539 * 3)]
    [InlineData(5_000_011 + 42)]
    [InlineData(int.MaxValue)]
    public void Build_AbsurdSize_ThrowsNamingValueAndRange(int size)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => MaglevTable.Build(Placements.Equal(3), size));

        Assert.Contains(
            $"{size} is not allowed: it must be a prime above 3 (the number of servers) and at most 5000011",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Build_LargestSize_IsAllowed() =>
        Assert.Equal(MaglevSize.Max, MaglevTable.Build(Placements.Equal(3), MaglevSize.Max).PointCount);
}
