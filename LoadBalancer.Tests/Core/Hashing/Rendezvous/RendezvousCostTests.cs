using CsCheck;
using LoadBalancer.Core.Hashing.Rendezvous;

namespace LoadBalancer.Tests.Core.Hashing.Rendezvous;

public sealed class RendezvousCostTests
{
    private const double One = 1L << 47;

    [Theory]
    [InlineData(ulong.MaxValue, 1UL)]
    [InlineData(1UL << 63, 1UL << 47)]
    [InlineData(1UL << 62, 2UL << 47)]
    [InlineData(1UL, 64UL << 47)]
    [InlineData(0UL, 64UL << 47)]
    public void Of_PowersOfTwoAndTheEnds_IsExact(ulong number, ulong expected) =>
        Assert.InRange(RendezvousCost.Of(number), expected - Math.Min(expected - 1, 1UL << 10), expected);

    [Fact]
    public void Of_AnyNumber_IsNearTheLogarithm() =>
        Gen.ULong.Sample(number =>
        {
            var exact = 64 - Math.Log2(number | 1);

            Assert.InRange(RendezvousCost.Of(number) / One, exact - 1e-9, exact + 2e-7);
        });

    [Fact]
    public void Of_GreaterNumber_NeverCostsMore() =>
        Gen.Select(Gen.ULong, Gen.OneOf(Gen.ULong[0, 3_000], Gen.ULong)).Sample((number, step) =>
            ulong.MaxValue - number < step || RendezvousCost.Of(number + step) <= RendezvousCost.Of(number));

    [Fact]
    public void Of_AcrossTheEndsOfChords_NeverIncreases()
    {
        for (ulong chord = 0; chord < 1_024; chord++)
        {
            var end = (1UL << 63) + (chord << 53);

            Assert.True(RendezvousCost.Of(end) <= RendezvousCost.Of(end - 1));
        }
    }
}
