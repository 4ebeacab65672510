using CsCheck;
using LoadBalancer.Presentation.Charting;

namespace LoadBalancer.Tests.Presentation.Charting;

public sealed class PlotPathTests
{
    [Fact]
    public void Line_WithAGap_IsInterrupted() =>
        Assert.Equal(
            "M0,50L50,50L100,50M200,0L250,0L350,100L400,100",
            PlotPath.Line([5, null, 10, 0], ValueAxis.For(10)).In(400, 100));

    [Fact]
    public void Line_WithoutValues_IsEmpty() => Assert.True(PlotPath.Line([null, null], ValueAxis.For(0)).IsEmpty);

    [Fact]
    public void Area_OfOneInterval_HasItsWidth() =>
        Assert.Equal("M0,100L0,50L50,50L100,50L100,100Z", PlotPath.Area([5], ValueAxis.For(10)).In(100, 100));

    [Fact]
    public void In_AnotherRectangle_IsTheSameShapeThere() =>
        Assert.Equal("M10,70L20,45L30,20", PlotPath.Through([(0, 0), (0.5, 0.5), (1, 1)]).In(20, 50, left: 10, top: 20));

    [Fact]
    public void Line_AnyValues_StaysWithinThePlot() =>
        Gen.Double[0, 1e9].Array[1, 50].Sample(values =>
        {
            double?[] some = [.. values.Select(value => (double?)value)];
            var path = PlotPath.Line(some, ValueAxis.ForWide(some)).In(1_000, 100);

            Assert.DoesNotContain("NaN", path, StringComparison.Ordinal);
            Assert.All(
                path.Split(['M', 'L'], StringSplitOptions.RemoveEmptyEntries),
                point => Assert.InRange(double.Parse(point.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture), 0, 100));
        });
}
