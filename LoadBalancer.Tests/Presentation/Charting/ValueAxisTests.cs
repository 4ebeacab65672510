using CsCheck;
using LoadBalancer.Presentation.Charting;

namespace LoadBalancer.Tests.Presentation.Charting;

public sealed class ValueAxisTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(7, 8)]
    [InlineData(353, 400)]
    [InlineData(1_000, 1_000)]
    [InlineData(0.3, 0.3)]
    public void For_Value_EndsAtARoundNumber(double greatest, double top) =>
        Assert.Equal(top, ValueAxis.For(greatest).Top, tolerance: 1e-9);

    [Fact]
    public void For_AnyValue_CoversItWithFewTicks() =>
        Gen.Double[0, 1e9].Sample(greatest =>
        {
            var axis = ValueAxis.For(greatest);

            Assert.True(axis.Top >= greatest * (1 - 1e-9));
            Assert.InRange(axis.Ticks.Length, 2, 6);
            Assert.Equal((0.0, 1.0), (axis.Ticks[0].Part, axis.Ticks[^1].Part));
        });

    [Theory]
    [InlineData(3, 80, 1, 100)]
    [InlineData(1, 1, 1, 10)]
    [InlineData(0.02, 30_000, 0.01, 1e6)]
    public void Logarithmic_Values_CoversThemWithWholePowersOfTen(double least, double greatest, double bottom, double top)
    {
        var axis = ValueAxis.Logarithmic(least, greatest);

        Assert.Equal((bottom, top), (axis.Bottom, axis.Top));
        Assert.Equal((bottom, top), (axis.Ticks[0].Value, Math.Round(axis.Ticks[^1].Value, 3)));
        Assert.All(axis.Ticks, tick => Assert.Equal(tick.Part, axis.PartOf(tick.Value), 9));
    }

    [Fact]
    public void Logarithmic_AnyValues_HaveTheirPlaceWithin() =>
        Gen.Select(Gen.Double[1e-6, 1e9], Gen.Double[1, 1e12]).Sample((least, ratio) =>
        {
            var axis = ValueAxis.Logarithmic(least, least * ratio);

            Assert.InRange(axis.Ticks.Length, 2, 7);
            Assert.InRange(axis.PartOf(least), 0, axis.PartOf(least * ratio));
            Assert.InRange(axis.PartOf(least * ratio), 0, 1);
        });

    [Fact]
    public void ForWide_ValuesOfOneKind_IsLinear()
    {
        Assert.Equal(0, ValueAxis.ForWide([1, null, 99]).Bottom);
        Assert.Equal(1, ValueAxis.ForWide([0, 1, null, 101]).Bottom);
        Assert.Equal(1, ValueAxis.ForWide([null]).Top);
    }
}
