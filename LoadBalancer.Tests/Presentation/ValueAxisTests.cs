using CsCheck;
using LoadBalancer.Presentation;

namespace LoadBalancer.Tests.Presentation;

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
}
