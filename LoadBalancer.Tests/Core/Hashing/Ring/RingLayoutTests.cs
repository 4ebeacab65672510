using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Hashing.Ring;

namespace LoadBalancer.Tests.Core.Hashing.Ring;

public sealed class RingLayoutTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(3, 15)]
    [InlineData(100, 500)]
    [InlineData(1_000, 5_000)]
    public void PointsFor_Weight_IsProportional(int weight, int points) => Assert.Equal(points, RingLayout.PointsFor(weight));

    [Fact]
    public void WritePoints_Id_IsHashOfIdSeparatorAndNumber()
    {
        var positions = new ulong[12];

        RingLayout.WritePoints("ключ-1", positions);

        Assert.Equal(KeyHash.Of("ключ-1#0"), positions[0]);
        Assert.Equal(KeyHash.Of("ключ-1#11"), positions[11]);
    }

    [Fact]
    public void WritePoints_FewerPoints_AreTheFirstOfMore()
    {
        var (few, many) = (new ulong[10], new ulong[100]);

        RingLayout.WritePoints("a", few);
        RingLayout.WritePoints("a", many);

        Assert.Equal(few, many[..10]);
    }
}
